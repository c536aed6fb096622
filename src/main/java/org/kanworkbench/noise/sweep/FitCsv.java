package org.kanworkbench.noise.sweep;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.commons.csv.CSVParser;
import org.kanworkbench.data.SpreadsheetText;
import org.kanworkbench.files.CsvText;
import org.kanworkbench.noise.fit.FitRow;

/** Converts between fits and CSV lines. Numbers are written with full precision. */
final class FitCsv {

    static final String HEADER =
            "target,model,noise,rows,seed,parameters,flops,setting,train_mse,validation_mse,test_mse,snr_db,diverged";
    static final String TIMES_HEADER = "target,model,noise,rows,seed,fit_ms";

    private FitCsv() {}

    /** One line including the line break. */
    static String line(FitRow row) {
        return CsvText.line(
                row.target(),
                row.model(),
                row.noise(),
                row.rows(),
                row.seed(),
                row.parameters(),
                row.flops(),
                row.setting(),
                row.trainMse(),
                row.validationMse(),
                row.testMse(),
                row.snrDb(),
                row.diverged());
    }

    static String timeLine(FinishedFit fit) {
        FitRow row = fit.row();
        return CsvText.line(row.target(), row.model(), row.noise(), row.rows(), row.seed(), (float) fit.milliseconds());
    }

    /** The row of a line; empty for a truncated line. */
    static Optional<FitRow> row(String line) {
        return read(
                line,
                HEADER,
                v -> new FitRow(
                        v.get(0),
                        v.get(1),
                        Double.parseDouble(v.get(2)),
                        Integer.parseInt(v.get(3)),
                        Long.parseLong(v.get(4)),
                        Long.parseLong(v.get(5)),
                        Long.parseLong(v.get(6)),
                        v.get(7),
                        Double.parseDouble(v.get(8)),
                        Double.parseDouble(v.get(9)),
                        Double.parseDouble(v.get(10)),
                        Double.parseDouble(v.get(11)),
                        Boolean.parseBoolean(v.get(12))));
    }

    /** A line of the times: the fit, by the first fields of both files, and its milliseconds. */
    static Optional<Timed> timed(String line) {
        return read(
                line, TIMES_HEADER, v -> new Timed(String.join(",", v.subList(0, 5)), Double.parseDouble(v.get(5))));
    }

    record Timed(String key, double milliseconds) {}

    static String key(FitRow row) {
        return row.target() + "," + row.model() + "," + row.noise() + "," + row.rows() + "," + row.seed();
    }

    /** What the values of a line say; empty if they are not as many as the header has. */
    private static <T> Optional<T> read(String line, String header, Function<List<String>, T> content) {
        try (CSVParser parser = CsvText.FORMAT.parse(new StringReader(line))) {
            return parser.stream()
                    .findFirst()
                    .map(record ->
                            record.stream().map(SpreadsheetText::original).toList())
                    .filter(values -> values.size() == header.split(",").length)
                    .map(content);
        } catch (NumberFormatException | IOException | UncheckedIOException _) {
            return Optional.empty();
        }
    }
}
