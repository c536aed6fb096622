package org.kanworkbench.app.randomuser;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.Toggle;
import javafx.scene.control.ToggleButton;
import org.kanworkbench.app.chart.LinePlot;
import org.kanworkbench.app.chart.PlotSeries;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.app.models.OpenNetwork;
import org.kanworkbench.app.shell.LayoutWalk;
import org.kanworkbench.app.shell.PaneWalk;
import org.kanworkbench.bench.window.WindowRobot;
import org.kanworkbench.plot.Palette;
import org.kanworkbench.runs.RunQuery;
import org.kanworkbench.runs.StoreException;
import org.kanworkbench.runs.store.RunStore;

/** What holds whatever a person has done. All for the interface thread. */
final class Rules {

    private static final double PIXEL = 1;

    private Rules() {}

    static List<Rule> all() {
        return Stream.concat(
                        Stream.of(
                                new Rule("title, rail, tabs and actions are inside the window", false, Rules::outside),
                                new Rule(
                                        "no text is cut off",
                                        true,
                                        w -> LayoutWalk.cut(w.scene().getRoot())),
                                new Rule(
                                        "every text can be read",
                                        true,
                                        w -> LayoutWalk.faint(w.scene().getRoot())),
                                new Rule("the rail names the pane that is shown", false, Rules::railAndTitle),
                                new Rule("one tab of a pane is lit", false, Rules::tabs),
                                new Rule("what has the keyboard can be seen", false, Rules::focus),
                                new Rule("Runs lists what is stored", true, Rules::runs),
                                new Rule("Draw has a card for every model that reads digits", true, Rules::cards),
                                new Rule("the model that is chosen is open", true, Rules::chosen),
                                new Rule("Train shows results of the data in its header", true, Rules::train),
                                new Rule("the accuracy that Train tells is its run's", true, Rules::tile),
                                new Rule(
                                        "Activations is of the model in its header",
                                        true,
                                        w -> headed(w, "#activations-model")),
                                new Rule(
                                        "Quantize is of the model in its header",
                                        true,
                                        w -> headed(w, "#quantize-model"))),
                        ColourRules.all().stream())
                .toList();
    }

    static Stream<Node> shown(Scene scene) {
        return shown(scene.getRoot());
    }

    private static Stream<Node> shown(Node node) {
        if (!node.isVisible()) {
            return Stream.empty();
        }
        return node instanceof Parent parent
                ? Stream.concat(
                        Stream.of(node),
                        parent.getChildrenUnmodifiable().stream().flatMap(Rules::shown))
                : Stream.of(node);
    }

    private static List<String> outside(WalkWindow window) {
        Scene scene = window.scene();
        List<String> outside = shown(scene)
                .filter(Rules::alwaysInSight)
                .filter(node -> {
                    Bounds at = node.localToScene(node.getLayoutBounds());
                    return at.getMinX() < -PIXEL
                            || at.getMinY() < -PIXEL
                            || at.getMaxX() > scene.getWidth() + PIXEL
                            || at.getMaxY() > scene.getHeight() + PIXEL;
                })
                .map(node -> PaneWalk.described(node) + " at " + at(node))
                .toList();
        return outside.isEmpty()
                ? List.of()
                : List.of("in " + text(window, "#header-title") + ", something lies outside of the window\n    of "
                        + Math.round(scene.getWidth()) + " × " + Math.round(scene.getHeight()) + ": " + outside);
    }

    private static boolean alwaysInSight(Node node) {
        boolean named = node instanceof ButtonBase && !within(node, ScrollPane.class) && !within(node, TableView.class)
                || node.getId() != null
                        && Set.of("header-title", "status-machine").contains(node.getId())
                || node.getStyleClass().contains("tab") && !within(node, ScrollPane.class);
        return named && node.getLayoutBounds().getWidth() > 0;
    }

    private static boolean within(Node node, Class<?> type) {
        for (Node at = node.getParent(); at != null; at = at.getParent()) {
            if (type.isInstance(at)) {
                return true;
            }
        }
        return false;
    }

    private static String at(Node node) {
        Bounds at = node.localToScene(node.getLayoutBounds());
        return Math.round(at.getMinX()) + ", " + Math.round(at.getMinY()) + " to " + Math.round(at.getMaxX()) + ", "
                + Math.round(at.getMaxY());
    }

    private static List<String> railAndTitle(WalkWindow window) {
        String title = text(window, "#header-title");
        List<String> lit = shown(window.scene())
                .filter(node -> node instanceof ToggleButton toggle
                        && toggle.getStyleClass().contains("rail-item")
                        && toggle.isSelected())
                .map(node -> ((Labeled) node).getText())
                .toList();
        return lit.equals(List.of(title)) ? List.of() : List.of("the rail lights " + lit + " under the title " + title);
    }

    /** Of toggles that exclude each other side by side. */
    private static List<String> tabs(WalkWindow window) {
        return shown(window.scene())
                .filter(node -> node.getStyleClass().contains("segments"))
                .filter(node -> {
                    List<ToggleButton> toggles = node.lookupAll(".toggle-button").stream()
                            .map(ToggleButton.class::cast)
                            .filter(toggle -> toggle.isVisible() && toggle.getToggleGroup() != null)
                            .toList();
                    return !toggles.isEmpty()
                            && toggles.stream().filter(Toggle::isSelected).count() != 1;
                })
                .map(node -> "none or several of "
                        + node.lookupAll(".toggle-button").stream()
                                .map(toggle -> ((Labeled) toggle).getText())
                                .toList() + " are lit")
                .toList();
    }

    private static List<String> focus(WalkWindow window) {
        Node owner = window.scene().getFocusOwner();
        return owner == null || WindowRobot.isShown(owner) && owner.getScene() == window.scene()
                ? List.of()
                : List.of("the keyboard is at " + PaneWalk.described(owner) + ", which is hidden");
    }

    private static List<String> runs(WalkWindow window) {
        RunStore store = window.workspace().library.storeProperty().get();
        boolean all = visible(window, "#runs-table") instanceof TableView<?>
                && visible(window, "#runs-search") instanceof TextInputControl search
                && search.getText().isEmpty()
                && visible(window, "#runs-kinds") instanceof ComboBox<?> kinds
                && kinds.getSelectionModel().getSelectedIndex() <= 0
                // It says so where it lists the runs of one configuration.
                && text(window, "#runs-count").isEmpty();
        if (store == null || !all) {
            return List.of();
        }
        try {
            boolean trials = visible(window, "#runs-trials") instanceof ToggleButton shown && shown.isSelected();
            int stored = store.count(RunQuery.NEWEST.withTrials(trials));
            int listed = ((TableView<?>) window.scene().lookup("#runs-table"))
                    .getItems()
                    .size();
            return Math.min(stored, RunQuery.PAGE) <= listed
                    ? List.of()
                    : List.of("Runs lists " + listed + " of " + stored + " stored runs, without a search");
        } catch (StoreException e) {
            return List.of("the store cannot be counted: " + e.getMessage());
        }
    }

    private static List<String> cards(WalkWindow window) {
        if (!text(window, "#header-title").equals("Draw")) {
            return List.of();
        }
        List<String> carded = shown(window.scene())
                .filter(node -> node.getStyleClass().contains("model-card"))
                .flatMap(PaneWalk::all)
                .filter(Labeled.class::isInstance)
                .map(node -> ((Labeled) node).getText())
                .filter(Objects::nonNull)
                .toList();
        return window.workspace().models().stream()
                .filter(model -> model.modelProperty().get() != null
                        && model.image().isPresent()
                        && model.modelProperty().get().network().inputs() == 28 * 28)
                .map(OpenModel::name)
                .filter(name -> carded.stream().noneMatch(text -> text.contains(name)))
                .map(name -> "Draw has no card for " + name)
                .toList();
    }

    private static List<String> chosen(WalkWindow window) {
        return shown(window.scene())
                .filter(node -> node instanceof ComboBox<?> box
                        && box.getValue() instanceof OpenModel model
                        && !window.workspace().models().contains(model))
                .map(node -> PaneWalk.described(node) + " has a model that was closed: "
                        + ((OpenModel) ((ComboBox<?>) node).getValue()).name())
                .toList();
    }

    /** Titles of what Train shows end in a model's name; the header begins with the data. */
    private static List<String> train(WalkWindow window) {
        if (!text(window, "#header-title").equals("Train")) {
            return List.of();
        }
        String data = text(window, "#header-context").split(" · ")[0];
        List<String> amiss = new ArrayList<>();
        for (String id : List.of("#confusion-toggle", "#confidence-title", "#surface-title")) {
            String title = visible(window, id) instanceof Labeled labeled ? labeled.getText() : "";
            window.workspace().models().stream()
                    .filter(model -> names(window, title, model))
                    .forEach(model -> ofOtherData(window, "\"" + title + "\"", model, data)
                            .ifPresent(amiss::add));
        }
        for (PlotSeries line : lines(window)) {
            run(window, line.name())
                    .ifPresentOrElse(
                            model -> {
                                ofOtherData(window, "curve \"" + line.name() + "\"", model, data)
                                        .ifPresent(amiss::add);
                                if (Math.floorMod(line.colour(), Palette.SERIES)
                                        != Math.floorMod(model.series(), Palette.SERIES)) {
                                    amiss.add("curve \"" + line.name() + "\" has not the colour of " + model.name());
                                }
                            },
                            () -> amiss.add("curve \"" + line.name() + "\" is of no open run"));
        }
        return amiss;
    }

    private static List<PlotSeries> lines(WalkWindow window) {
        return Stream.of("#loss-plot", "#accuracy-plot")
                .flatMap(plot -> lines(window, plot))
                .toList();
    }

    private static Stream<PlotSeries> lines(WalkWindow window, String plot) {
        return visible(window, plot) instanceof LinePlot shown ? shown.series().stream() : Stream.empty();
    }

    private static Optional<String> ofOtherData(WalkWindow window, String what, OpenModel model, String data) {
        return model.dataset()
                .filter(own -> !own.name().equals(data))
                .map(own -> what + " is of " + own.name() + ", the header says " + text(window, "#header-context"));
    }

    /** Curves of Train are called by what they are and their run's number, for instance {@code valid. 12}. */
    private static Optional<OpenModel> run(WalkWindow window, String curve) {
        String number = curve.substring(curve.lastIndexOf(' ') + 1);
        return window.workspace().models().stream()
                .filter(model ->
                        model.name().endsWith(" #" + number) || model.name().endsWith(" not kept " + number))
                .findFirst();
    }

    /** The figure under "Test accuracy" is the end of the curve of the run in the header, or that of the weights that it kept. */
    private static List<String> tile(WalkWindow window) {
        String context = text(window, "#header-context");
        String number = context.replaceAll(".*#(\\d+).*", "$1");
        String figure = text(window, "#tile-accuracy .type-figure");
        if (!figure.endsWith("%")) {
            // An RMSE, beside a curve of R².
            return List.of();
        }
        return lines(window, "#accuracy-plot")
                .filter(line -> line.name().equals("test " + number) && line.size() > 0)
                .map(line -> String.format(Locale.ROOT, "%.2f %%", 100 * line.y(line.size() - 1)))
                .filter(end -> !end.equals(figure) && !text(window, "#result").contains(figure))
                .map(end -> "the tile says " + figure + ", the curve of " + context + " ends at " + end)
                .toList();
    }

    private static List<String> headed(WalkWindow window, String chooser) {
        if (!(visible(window, chooser) instanceof ComboBox<?> box) || !(box.getValue() instanceof OpenModel model)) {
            return List.of();
        }
        String context = text(window, "#header-context");
        return names(window, context, model)
                ? List.of()
                : List.of(chooser + " has " + model.name() + ", the header says " + context);
    }

    /** Whether a text is about that model: "kal-net #12" and "kal-net #1 w6" are not about "kal-net #1". */
    static boolean names(WalkWindow window, String text, OpenModel model) {
        return holds(text, model.name())
                && Stream.concat(window.workspace().models().stream(), window.workspace().graphs().stream())
                        .map(OpenNetwork::name)
                        .noneMatch(other -> other.length() > model.name().length() && holds(text, other));
    }

    private static boolean holds(String text, String name) {
        int after = text.indexOf(name) + name.length();
        return text.contains(name) && (after == text.length() || !Character.isDigit(text.charAt(after)));
    }

    static Node visible(WalkWindow window, String selector) {
        Node node = window.scene().lookup(selector);
        return node != null && WindowRobot.isShown(node) ? node : null;
    }

    static String text(WalkWindow window, String selector) {
        return window.scene().lookup(selector) instanceof Labeled labeled && labeled.getText() != null
                ? labeled.getText()
                : "";
    }
}
