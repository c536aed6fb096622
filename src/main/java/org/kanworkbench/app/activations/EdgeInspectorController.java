package org.kanworkbench.app.activations;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kanworkbench.app.OpenModel;
import org.kanworkbench.app.activations.EdgePlot.Line;
import org.kanworkbench.app.controls.ConfusionMatrix;
import org.kanworkbench.app.controls.FilePrompts;
import org.kordamp.ikonli.javafx.FontIcon;

/** Binds the pane's right, one edge in full and the pinned ones, to its view model. */
public final class EdgeInspectorController {

    private static final int SERIES = 6;

    /** More do not fit beside each other. */
    private static final int MOST_CLASSES = 10;

    private final ActivationsViewModel viewModel;
    private final EditViewModel edits;
    private final KeptModels kept;
    private final FilePrompts prompts;
    private final Set<String> hiddenTerms = new HashSet<>();

    @FXML
    private VBox root;

    @FXML
    private Label title;

    @FXML
    private ToggleButton showTerms;

    @FXML
    private ToggleButton stackTerms;

    @FXML
    private ToggleButton showSlope;

    @FXML
    private EdgePlot plot;

    @FXML
    private Label met;

    @FXML
    private FlowPane terms;

    @FXML
    private Label broken;

    @FXML
    private CoefficientBars bars;

    @FXML
    private VBox editBar;

    @FXML
    private Label editText;

    @FXML
    private ConfusionMatrix editMatrix;

    @FXML
    private VBox keptBar;

    @FXML
    private VBox pinned;

    @FXML
    private EdgePlot pinnedPlot;

    @FXML
    private VBox pinnedList;

    private List<String> termNames = List.of();

    /** @param prompts asks where a kept model is to be saved */
    EdgeInspectorController(ActivationsViewModel viewModel, EditViewModel edits, KeptModels kept, FilePrompts prompts) {
        this.viewModel = viewModel;
        this.edits = edits;
        this.kept = kept;
        this.prompts = prompts;
    }

    @FXML
    private void initialize() {
        viewModel.inspectionProperty().subscribe(this::show);
        showTerms.selectedProperty().addListener(_ -> show());
        stackTerms.selectedProperty().addListener(_ -> show());
        stackTerms.disableProperty().bind(showTerms.selectedProperty().not());
        showSlope.selectedProperty().addListener(_ -> show());
        terms.visibleProperty().bind(showTerms.selectedProperty());
        terms.managedProperty().bind(showTerms.selectedProperty());
        broken.managedProperty().bind(broken.visibleProperty());
        met.managedProperty().bind(met.textProperty().isNotEmpty());
        pinned.managedProperty().bind(pinned.visibleProperty());
        viewModel.pinnedCurves().addListener((ListChangeListener<CurvesWork.PinnedCurve>) _ -> showPinned());
        showPinned();
        bindEdits();
    }

    private void bindEdits() {
        bars.setOnDrag(edits::set, edits::release);
        plot.setOnPull(edits::pull, edits::release);
        editMatrix.managedProperty().bind(editMatrix.visibleProperty());
        edits.accuraciesProperty().subscribe(scores -> {
            editMatrix.setVisible(scores != null && scores.classes().size() <= MOST_CLASSES);
            if (editMatrix.isVisible()) {
                editMatrix.show(scores.classes(), scores.is().confusion());
            }
        });
        keptBar.managedProperty().bind(keptBar.visibleProperty());
        keptBar.visibleProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> kept.unsaved().contains(viewModel.chosenProperty().get()),
                        kept.unsaved(),
                        viewModel.chosenProperty()));
        editBar.managedProperty().bind(editBar.visibleProperty());
        editBar.visibleProperty().bind(Bindings.isNotEmpty(edits.steps()));
        editText.textProperty()
                .bind(edits.accuraciesProperty()
                        .map(EdgeInspectorController::sentence)
                        .orElse("Changed by hand."));
    }

    private static String sentence(EditViewModel.Accuracies accuracies) {
        return String.format(
                Locale.ROOT,
                "Changed by hand: test accuracy %.2f %%, before %.2f %%.",
                100 * accuracies.now(),
                100 * accuracies.before());
    }

    @FXML
    private void saveKept() {
        OpenModel model = viewModel.chosenProperty().get();
        prompts.save(
                        "Save the model",
                        "KAN Workbench model",
                        ".kan",
                        model.name().replace(' ', '-'))
                .ifPresent(file -> kept.save(model, file));
    }

    @FXML
    private void undo() {
        edits.undo();
    }

    @FXML
    private void discard() {
        edits.discard();
    }

    @FXML
    private void keep() {
        edits.keep();
    }

    /** What can be exported of this part of the pane, as it is shown now. */
    List<ActivationsExport.Item> exports() {
        List<ActivationsExport.Item> items = new ArrayList<>();
        items.add(new ActivationsExport.Item("Edge", plot));
        items.add(new ActivationsExport.Item("Coefficients", bars));
        if (pinned.isVisible()) {
            items.add(new ActivationsExport.Item("Pinned edges", pinnedPlot));
        }
        return items;
    }

    private void show() {
        Inspection shown = viewModel.inspectionProperty().get();
        root.setVisible(shown != null);
        if (shown == null) {
            return;
        }
        title.setText(shown.title());
        broken.setVisible(shown.broken());
        bars.show(shown.terms(), shown.coefficients());
        if (!termNames.equals(shown.terms())) {
            termNames = shown.terms();
            terms.getChildren().setAll(termNames.stream().map(this::termToggle).toList());
        }
        plot.show(lines(shown), shown.domain(), shown.inputs());
        met.setText(shown.inputs().map(EdgeInspectorController::sentence).orElse(""));
    }

    private static String sentence(EdgeInputs met) {
        String range = String.format(Locale.ROOT, "%.2f to %.2f", met.least(), met.most())
                .replace('-', '−');
        return "Bars: inputs that it meets, " + range + " in " + met.rows() + " rows (log scale)"
                + (met.outside().isPresent()
                        ? String.format(
                                Locale.ROOT,
                                "; %.1f %% outside the domain.",
                                100 * met.outside().getAsDouble())
                        : ".");
    }

    private Node termToggle(String name) {
        ToggleButton toggle = new ToggleButton(name, mark());
        toggle.getStyleClass().addAll("edge-term", "series-" + (termSeries(termNames.indexOf(name)) + 1));
        toggle.setSelected(!hiddenTerms.contains(name));
        toggle.setOnAction(_ -> {
            if (toggle.isSelected()) {
                hiddenTerms.remove(name);
            } else {
                hiddenTerms.add(name);
            }
            show();
        });
        return toggle;
    }

    private static Region mark() {
        Region mark = new Region();
        mark.getStyleClass().add("edge-mark");
        return mark;
    }

    /** Colours that the model does not have, in turn. */
    private int termSeries(int term) {
        int own = viewModel.chosenProperty().get().series() % SERIES;
        int other = term % (SERIES - 1);
        return other < own ? other : other + 1;
    }

    private List<Line> lines(Inspection shown) {
        int own = viewModel.chosenProperty().get().series();
        List<Line> lines = new ArrayList<>();
        float[] below = new float[shown.x().length];
        for (int t = 0; t < shown.parts().length && showTerms.isSelected(); t++) {
            String name = shown.terms().get(t);
            if (!hiddenTerms.contains(name)) {
                below = stackTerms.isSelected() ? sum(below, shown.parts()[t]) : shown.parts()[t];
                String label = stackTerms.isSelected() && !lines.isEmpty() ? "+ " + name : name;
                lines.add(new Line(label, shown.x(), below, termSeries(t), false));
            }
        }
        if (showSlope.isSelected()) {
            lines.add(new Line("f′", shown.x(), shown.slopes(), own, false, 2, 3));
        }
        lines.add(new Line("f", shown.x(), shown.values(), own, true));
        return lines;
    }

    private static float[] sum(float[] a, float[] b) {
        float[] sum = new float[a.length];
        for (int i = 0; i < a.length; i++) {
            sum[i] = a[i] + b[i];
        }
        return sum;
    }

    private void showPinned() {
        List<CurvesWork.PinnedCurve> curves = List.copyOf(viewModel.pinnedCurves());
        pinned.setVisible(!curves.isEmpty());
        List<Line> lines = new ArrayList<>();
        List<Node> rows = new ArrayList<>();
        for (int i = 0; i < curves.size(); i++) {
            Inspection f = curves.get(i).function();
            lines.add(new Line(f.title(), f.x(), f.values(), i, true));
            rows.add(row(curves.get(i).pin(), f.title(), i));
        }
        pinnedList.getChildren().setAll(rows);
        if (!curves.isEmpty()) {
            pinnedPlot.show(lines, curves.getFirst().function().domain(), Optional.empty());
        }
    }

    private Node row(Pin pin, String name, int series) {
        Label text = new Label(name + " · " + pin.model().name());
        text.getStyleClass().add("type-label");
        text.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(text, Priority.ALWAYS);
        Button remove = new Button(null, new FontIcon("mdi2c-close"));
        remove.getStyleClass().addAll("flat", "button-icon");
        remove.setAccessibleText("Unpin");
        remove.setTooltip(new Tooltip("Unpin"));
        remove.setOnAction(_ -> viewModel.pins().remove(pin));
        HBox row = new HBox(mark(), text, remove);
        row.getStyleClass().addAll("pinned-edge", "series-" + (series % SERIES + 1));
        return row;
    }

    @FXML
    private void clearPins() {
        viewModel.pins().clear();
    }
}
