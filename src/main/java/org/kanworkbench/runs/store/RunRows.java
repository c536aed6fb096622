package org.kanworkbench.runs.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.kanworkbench.files.model.ConfigurationText;
import org.kanworkbench.runs.Metric;
import org.kanworkbench.runs.Queued;
import org.kanworkbench.runs.RunDescription;
import org.kanworkbench.runs.RunEvent;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.RunQuery;
import org.kanworkbench.runs.RunState;
import org.kanworkbench.runs.StoredFile;
import org.kanworkbench.runs.StoredRun;

/** The mapping of table rows to records. */
final class RunRows {

    /** The rows that {@link #run} reads, with a condition to follow. */
    static final String RUNS = "select run.*, " + RunQuery.UNTESTED + " as untested from run ";

    private RunRows() {}

    static StoredRun run(ResultSet row) throws SQLException {
        long ended = row.getLong("ended");
        boolean hasEnded = !row.wasNull();
        return new StoredRun(
                row.getLong("id"),
                description(row),
                has(row, "title") ? row.getString("title") : "",
                named(RunState.class, row, "state"),
                hasEnded ? Optional.of(Instant.ofEpochMilli(ended)) : Optional.empty(),
                row.getDouble("seconds"),
                row.getDouble("epochs"),
                ConfigurationText.measure(row.getString("configuration")),
                optional(row, "best_accuracy"),
                optional(row, "best_epoch"),
                optional(row, "last_accuracy"),
                optional(row, "last_loss"),
                has(row, "untested") && row.getBoolean("untested"),
                row.getString("message"),
                row.getString("notes"),
                tags(row.getString("tags")));
    }

    static Queued queued(ResultSet row) throws SQLException {
        return new Queued(
                row.getString("name"),
                named(RunKind.class, row, "kind"),
                row.getString("title"),
                row.getString("configuration"),
                row.getInt("trials"),
                row.getDouble("minutes"),
                row.getLong("run"));
    }

    private static RunDescription description(ResultSet row) throws SQLException {
        return new RunDescription(
                row.getString("name"),
                named(RunKind.class, row, "kind"),
                row.getString("preset"),
                row.getString("dataset"),
                row.getLong("seed"),
                row.getString("engine"),
                row.getLong("parameters"),
                row.getString("configuration"),
                row.getString("configuration_key"),
                row.getInt("planned_epochs"),
                row.getLong("started"),
                row.getString("environment"));
    }

    /** Salvaged stores of earlier versions have fewer columns, and what is made of several tables is not salvaged. */
    private static boolean has(ResultSet row, String column) {
        try {
            return row.findColumn(column) > 0;
        } catch (SQLException _) {
            return false;
        }
    }

    private static <E extends Enum<E>> E named(Class<E> type, ResultSet row, String column) throws SQLException {
        String name = row.getString(column);
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new SQLException("a run's " + column + " is '" + name + "'"));
    }

    static List<String> tags(String joined) {
        return joined.isEmpty() ? List.of() : Arrays.asList(joined.split(","));
    }

    static Metric metric(ResultSet row) throws SQLException {
        return new Metric(
                row.getLong("step"),
                row.getDouble("epoch"),
                row.getBoolean("epoch_end"),
                orNaN(row, "train_loss"),
                orNaN(row, "train_accuracy"),
                orNaN(row, "test_loss"),
                orNaN(row, "test_accuracy"),
                optional(row, "validation_loss"),
                optional(row, "validation_accuracy"),
                has(row, "test_r2") ? optional(row, "test_r2") : OptionalDouble.empty(),
                row.getDouble("learning_rate"),
                row.getDouble("ms_per_step"),
                row.getDouble("seconds"));
    }

    static StoredFile file(ResultSet row) throws SQLException {
        return new StoredFile(
                row.getString("path"),
                row.getLong("bytes"),
                row.getString("sha256"),
                row.getLong("step"),
                row.getDouble("epoch"),
                optional(row, "accuracy"));
    }

    static RunEvent event(ResultSet row) throws SQLException {
        return new RunEvent(
                row.getLong("step"),
                row.getDouble("epoch"),
                Instant.ofEpochMilli(row.getLong("at")),
                named(RunEvent.Kind.class, row, "kind"),
                optional(row, "value"));
    }

    /** SQLite keeps NaN as null. */
    private static double orNaN(ResultSet row, String column) throws SQLException {
        return optional(row, column).orElse(Double.NaN);
    }

    static OptionalDouble optional(ResultSet row, String column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
