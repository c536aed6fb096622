package org.kanworkbench.app.randomuser;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.layout.GridPane;
import org.kanworkbench.app.chart.LinePlot;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.app.shell.PaneWalk;
import org.kanworkbench.plot.Palette;

/** A run has one colour wherever it is shown, and what is marked as the best is the best. For the interface thread. */
final class ColourRules {

    private static final PseudoClass BEST = PseudoClass.getPseudoClass("best");

    /** Columns in which more is better; in all others less is. */
    private static final Set<String> MORE = Set.of("SNR");

    private ColourRules() {}

    static List<Rule> all() {
        return List.of(
                new Rule("marks have the colour of their run", true, ColourRules::marks),
                new Rule("curves have the colour of their run", true, ColourRules::curves),
                new Rule("no two open models are alike", false, ColourRules::alike),
                new Rule("no chip of a term has the colour of the whole curve", true, ColourRules::terms),
                new Rule("what is marked as the best is the best", true, ColourRules::best));
    }

    private static List<String> marks(WalkWindow window) {
        List<String> amiss = new ArrayList<>();
        Rules.shown(window.scene())
                // Pinned edges, of one model or several, are told apart by colours of their own.
                .filter(node -> !node.getStyleClass().contains("pinned-edge"))
                .forEach(node -> style(node).ifPresent(series -> {
                    String text = firstText(node).orElse("");
                    window.workspace().models().stream()
                            .filter(model ->
                                    Rules.names(window, text, model) && colour(model) != series && alone(window, model))
                            .map(model -> "\"" + text + "\" in " + PaneWalk.described(node) + " has colour "
                                    + (series + 1) + ", its run has " + (colour(model) + 1))
                            .forEach(amiss::add);
                }));
        return amiss;
    }

    private static OptionalInt style(Node node) {
        return node.getStyleClass().stream()
                .filter(name -> name.matches("series-\\d+"))
                .mapToInt(name -> Integer.parseInt(name.substring("series-".length())) - 1)
                .findFirst();
    }

    /** Models from files may have the same name. */
    private static boolean alone(WalkWindow window, OpenModel model) {
        return Stream.concat(window.workspace().models().stream(), window.workspace().graphs().stream())
                        .filter(other -> other.name().equals(model.name()))
                        .count()
                == 1;
    }

    private static Optional<String> firstText(Node node) {
        return (node instanceof Parent parent ? PaneWalk.all(parent) : Stream.of(node))
                .filter(Labeled.class::isInstance)
                .map(labeled -> ((Labeled) labeled).getText())
                .filter(text -> text != null && !text.isBlank())
                .findFirst();
    }

    private static int colour(OpenModel model) {
        return Math.floorMod(model.series(), Palette.SERIES);
    }

    private static List<String> curves(WalkWindow window) {
        List<String> amiss = new ArrayList<>();
        Rules.shown(window.scene())
                .filter(LinePlot.class::isInstance)
                .map(LinePlot.class::cast)
                .forEach(plot -> plot.series()
                        .forEach(line -> window.workspace().models().stream()
                                .filter(model -> Rules.names(window, line.name(), model)
                                        && colour(model) != Math.floorMod(line.colour(), Palette.SERIES))
                                .map(model -> "curve \"" + line.name() + "\" of " + plot.getId() + " has colour "
                                        + (line.colour() + 1) + ", its run has " + (colour(model) + 1))
                                .forEach(amiss::add)));
        return amiss;
    }

    private static List<String> alike(WalkWindow window) {
        Set<Integer> met = window.workspace().graphs().stream()
                .map(graph -> Math.floorMod(graph.series(), Palette.SERIES))
                .collect(Collectors.toSet());
        List<OpenModel> models = window.workspace().models();
        return models.size() + window.workspace().graphs().size() > Palette.SERIES
                ? List.of()
                : models.stream()
                        .filter(model -> !met.add(colour(model)))
                        .map(model -> model.name() + " has the colour of something else that is open")
                        .toList();
    }

    private static List<String> terms(WalkWindow window) {
        if (!(Rules.visible(window, "#activations-model") instanceof ComboBox<?> box)
                || !(box.getValue() instanceof OpenModel model)) {
            return List.of();
        }
        return Rules.shown(window.scene())
                .filter(node -> node.getStyleClass().contains("edge-term"))
                .filter(node -> style(node).orElse(-1) == colour(model))
                .map(node -> "the chip \"" + ((Labeled) node).getText() + "\" has the colour of " + model.name())
                .toList();
    }

    private static List<String> best(WalkWindow window) {
        return Rules.shown(window.scene())
                .filter(node -> node instanceof GridPane && node.getStyleClass().contains("model-table"))
                .map(GridPane.class::cast)
                .flatMap(table -> IntStream.range(1, table.getColumnCount())
                        .mapToObj(column -> worseThanBest(table, column))
                        .filter(Objects::nonNull))
                .toList();
    }

    private static String worseThanBest(GridPane table, int column) {
        List<Label> cells = table.getChildren().stream()
                .filter(node -> GridPane.getColumnIndex(node) != null
                        && GridPane.getColumnIndex(node) == column
                        && node instanceof Label)
                .map(Label.class::cast)
                .toList();
        List<Label> numbers = cells.stream()
                .skip(1)
                .filter(cell -> number(cell) == number(cell))
                .toList();
        boolean more = MORE.stream().anyMatch(cells.getFirst().getText()::contains);
        for (Label marked : numbers) {
            if (marked.getPseudoClassStates().contains(BEST)
                    && numbers.stream().anyMatch(o -> more ? number(o) > number(marked) : number(o) < number(marked))) {
                return "in column \"" + cells.getFirst().getText() + "\" " + marked.getText()
                        + " is marked as the best of "
                        + numbers.stream().map(Labeled::getText).toList();
            }
        }
        return null;
    }

    /** Not a number where it is none. */
    private static double number(Label cell) {
        try {
            return Double.parseDouble(cell.getText().replace('−', '-').replace(",", ""));
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
