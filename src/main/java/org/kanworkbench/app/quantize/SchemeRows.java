package org.kanworkbench.app.quantize;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.quantize.QuantizeException;
import org.kanworkbench.quantize.Scheme;
import org.kanworkbench.quantize.Schemes;
import org.kanworkbench.quantize.compare.ComparisonResult;
import org.kanworkbench.quantize.compare.SchemeResult;

/** The table of schemes: the standard ones, then those that a person has added. Lives on the interface thread. */
final class SchemeRows {

    private final ObservableList<SchemeRow> rows = FXCollections.observableArrayList();

    SchemeRows() {
        Schemes.standard().forEach(scheme -> rows.add(new SchemeRow(scheme, false)));
    }

    ObservableList<SchemeRow> all() {
        return rows;
    }

    /** Those that are to be measured. */
    List<SchemeRow> wanted() {
        return rows.stream().filter(row -> row.wantedProperty().get()).toList();
    }

    /** What is known of those that were measured. */
    List<SchemeResult> results() {
        return rows.stream()
                .map(row -> row.resultProperty().get())
                .filter(Objects::nonNull)
                .toList();
    }

    /**
     * Adds a scheme.
     *
     * @param text as on the command line
     * @throws QuantizeException of one line, if it is not understood or is there already
     */
    void add(String text, NetworkSpec network) throws QuantizeException {
        if (named(text).isPresent()) {
            throw new QuantizeException("scheme " + text + " is in the table already");
        }
        rows.add(new SchemeRow(Schemes.parse(text, network), true));
    }

    void remove(SchemeRow row) {
        rows.remove(row);
    }

    /** Shows what was measured, in a row of its own if the scheme has none. */
    void show(SchemeResult result) {
        Scheme scheme = result.scheme();
        named(scheme.name())
                .orElseGet(() -> {
                    rows.add(new SchemeRow(scheme, true));
                    return rows.getLast();
                })
                .show(result);
    }

    /** Shows what was measured of a scheme that is still there. */
    void update(SchemeResult result) {
        named(result.scheme().name()).ifPresent(row -> row.show(result));
    }

    /** Tells why a scheme that is still there cannot be measured. */
    void refuse(ComparisonResult.Refusal refusal) {
        named(refusal.scheme().name()).ifPresent(row -> row.refuse(refusal.reason()));
    }

    private Optional<SchemeRow> named(String scheme) {
        return rows.stream().filter(row -> row.scheme().name().equals(scheme)).findFirst();
    }

    /** Nothing more is going to be measured. */
    void settle() {
        rows.forEach(SchemeRow::settle);
    }

    /** Forgets what was measured. */
    void clear() {
        rows.forEach(SchemeRow::clear);
    }

    /** The standard schemes, and nothing measured. */
    void reset() {
        rows.removeIf(SchemeRow::own);
        clear();
    }
}
