package org.kanworkbench.app.formulas;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;
import org.kanworkbench.app.chart.card.PictureFiles;
import org.kanworkbench.app.controls.ActionItem;
import org.kanworkbench.app.formulas.state.State;
import org.kanworkbench.expression.Notation;
import org.kanworkbench.formula.Formula;
import org.kanworkbench.formula.Listing;

/** Takes the formula away: to the clipboard in any notation, or as a file. */
record FormulaCopies(ObservableValue<State> shown, PictureFiles files) {

    /** That a text in a formula of Excel may have. */
    private static final int LONGEST_TEXT = 255;

    /** In the order of the menu. */
    private static final Map<Notation, String> NAMES = new LinkedHashMap<>();

    static {
        NAMES.put(Notation.LATEX, "LaTeX");
        NAMES.put(Notation.SYMPY, "SymPy");
        NAMES.put(Notation.NUMPY, "NumPy");
        NAMES.put(Notation.JAVA, "Java");
        NAMES.put(Notation.C, "C");
        NAMES.put(Notation.EXCEL, "Excel");
    }

    List<MenuItem> items() {
        List<MenuItem> items = new ArrayList<>();
        NAMES.forEach((notation, name) -> {
            MenuItem item = new ActionItem(name, () -> copy(notation, name));
            item.setId("formulas-copy-" + name.toLowerCase(Locale.ROOT));
            items.add(item);
        });
        items.add(new SeparatorMenuItem());
        for (Listing listing : Listing.values()) {
            String language = NAMES.get(listing.notation()).replace("NumPy", "Python");
            items.add(new ActionItem(
                    "Save as " + language + "…",
                    () -> files.save(
                            "formula",
                            listing.ending(),
                            () -> listing.write(
                                            formula(),
                                            "formula",
                                            shown.getValue().task().data().notes(listing.notation()))
                                    .getBytes(StandardCharsets.UTF_8))));
        }
        return items;
    }

    private Formula formula() {
        return shown.getValue().found().orElseThrow().formula();
    }

    private void copy(Notation notation, String name) {
        Formula formula = formula();
        Clipboard.getSystemClipboard().setContent(Map.of(DataFormat.PLAIN_TEXT, text(formula, notation)));
        files.tell()
                .accept(
                        notation == Notation.EXCEL
                                ? "Copied for Excel: " + cells(inputs(formula))
                                : "Copied as " + name);
    }

    /** In Excel, inputs are the cells of the second row, in their order; the formula says itself which is which. */
    static String text(Formula formula, Notation notation) {
        if (notation != Notation.EXCEL) {
            return notation.print(formula.expression());
        }
        List<String> inputs = inputs(formula);
        String cells = cells(inputs);
        return "="
                + notation.print(formula.expression(), input -> cell(inputs.indexOf(input)))
                // N of a text is 0.
                + (inputs.isEmpty() || cells.length() > LONGEST_TEXT ? "" : "+N(\"" + cells + "\")");
    }

    /** Those that occur in a formula. */
    private static List<String> inputs(Formula formula) {
        Set<String> used = formula.expression().variables();
        return formula.names().stream().filter(used::contains).toList();
    }

    /** A1, …, Z1, AA1 and so on, in the second row. */
    private static String cell(int input) {
        StringBuilder column = new StringBuilder();
        for (int left = input + 1; left > 0; left = (left - 1) / 26) {
            column.insert(0, (char) ('A' + (left - 1) % 26));
        }
        return column + "2";
    }

    private static String cells(List<String> inputs) {
        return IntStream.range(0, inputs.size())
                .mapToObj(i -> inputs.get(i) + " in " + cell(i))
                .collect(Collectors.joining(", "));
    }
}
