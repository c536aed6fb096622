package org.kanworkbench.app.quantize.scheme;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.beans.Observable;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.quantize.compare.ComparisonResult;
import org.kanworkbench.quantize.compare.SchemeResult;
import org.kanworkbench.quantize.scheme.QuantizeException;
import org.kanworkbench.quantize.scheme.Scheme;
import org.kanworkbench.quantize.scheme.Schemes;

/** The table of schemes: the standard ones, then the user's. Use on the interface thread only. */
public final class SchemeRows {

    private final ObservableList<SchemeRow> rows =
            FXCollections.observableArrayList(row -> new Observable[] {row.figuresProperty()});

    public SchemeRows() {
        Schemes.standard().forEach(scheme -> rows.add(new SchemeRow(scheme, false)));
    }

    /** It tells of new figures, too. */
    public ObservableList<SchemeRow> all() {
        return rows;
    }

    /** Those that are to be measured. */
    public List<SchemeRow> wanted() {
        return rows.stream().filter(row -> row.wanted.get()).toList();
    }

    /** @param names the standard schemes that are to be measured, with a space between them */
    public void want(String names) {
        Set<String> wanted = Set.of(names.split(" "));
        rows.stream().filter(row -> !row.own()).forEach(row -> row.wanted.set(wanted.contains(row.scheme.name())));
    }

    /** The standard schemes that are to be measured, with a space between them. */
    public String wantedNames() {
        return wanted().stream()
                .filter(row -> !row.own())
                .map(row -> row.scheme.name())
                .collect(Collectors.joining(" "));
    }

    /** Tells when another standard scheme is to be measured, or one no more. */
    public void onWanted(Runnable listener) {
        rows.stream().filter(row -> !row.own()).forEach(row -> row.wanted.addListener(_ -> listener.run()));
    }

    /**
     * Adds a scheme.
     *
     * @param text as on the command line
     * @throws QuantizeException of one line, if it is not understood or is there already
     */
    public void add(String text, NetworkSpec network) throws QuantizeException {
        if (named(text).isPresent()) {
            throw new QuantizeException("scheme " + text + " is in the table already");
        }
        rows.add(new SchemeRow(Schemes.parse(text, network), true));
    }

    /** Those that a person has written. */
    public List<Scheme> own() {
        return rows.stream().filter(SchemeRow::own).map(row -> row.scheme).toList();
    }

    /** Adds those of them that are not there. */
    public void add(List<Scheme> own) {
        own.stream()
                .filter(scheme -> named(scheme.name()).isEmpty())
                .forEach(scheme -> rows.add(new SchemeRow(scheme, true)));
    }

    public void remove(SchemeRow row) {
        rows.remove(row);
    }

    /** Shows what was measured, in a row of its own if the scheme has none. */
    public void show(SchemeResult result) {
        Scheme scheme = result.scheme();
        named(scheme.name())
                .orElseGet(() -> {
                    add(List.of(scheme));
                    return rows.getLast();
                })
                .show(result);
    }

    /** Shows what was measured of a scheme that is still there. */
    public void update(SchemeResult result) {
        named(result.scheme().name()).ifPresent(row -> row.show(result));
    }

    /** Tells why a scheme that is still there cannot be measured. */
    public void refuse(ComparisonResult.Refusal refusal) {
        named(refusal.scheme().name()).ifPresent(row -> row.refuse(refusal.reason()));
    }

    /** What was measured. */
    public List<SchemeResult> results() {
        return rows.stream()
                .map(row -> row.resultProperty().get())
                .filter(Objects::nonNull)
                .toList();
    }

    /** What could not be measured, and why. */
    public List<ComparisonResult.Refusal> refusals() {
        return rows.stream()
                .filter(row -> !row.refusalProperty().get().isEmpty())
                .map(row -> new ComparisonResult.Refusal(
                        row.scheme, row.refusalProperty().get()))
                .toList();
    }

    private Optional<SchemeRow> named(String scheme) {
        return rows.stream().filter(row -> row.scheme.name().equals(scheme)).findFirst();
    }

    /** Nothing more is going to be measured. */
    public void settle() {
        rows.forEach(SchemeRow::settle);
    }

    /** Forgets what was measured. */
    public void clear() {
        rows.forEach(SchemeRow::clear);
    }

    /** The standard schemes, and nothing measured. */
    public void reset() {
        rows.removeIf(SchemeRow::own);
        clear();
    }
}
