package org.kanworkbench.app.activations;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
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
import org.kanworkbench.app.activations.EdgePlot.Line;
import org.kanworkbench.app.chart.Inks;
import org.kordamp.ikonli.javafx.FontIcon;

/** Binds the pane's right, one edge in full and the pinned ones, to its view model. */
public final class EdgeInspectorController {

    /** The palette's first colours, of which terms have those that the model does not have. */
    private static final int TERM_COLOURS = 6;

    private final ActivationsViewModel viewModel;
    private final EditViewModel edits;
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
    private VBox pinned;

    @FXML
    private EdgePlot pinnedPlot;

    @FXML
    private VBox pinnedList;

    private List<String> termNames = List.of();

    EdgeInspectorController(ActivationsViewModel viewModel, EditViewModel edits) {
        this.viewModel = viewModel;
        this.edits = edits;
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
        bars.setOnDrag(edits::set, edits::release);
        plot.setOnPull(edits::pull, edits::release);
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
        toggle.getStyleClass().addAll("edge-term", Inks.style(termSeries(termNames.indexOf(name))));
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
        int own = viewModel.chosenProperty().get().series() % Inks.SERIES;
        int other = term % (TERM_COLOURS - 1);
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
        remove.setOnAction(_ -> viewModel.selection().pins().remove(pin));
        HBox row = new HBox(mark(), text, remove);
        row.getStyleClass().addAll("pinned-edge", Inks.style(series));
        return row;
    }

    @FXML
    private void clearPins() {
        viewModel.selection().pins().clear();
    }
}
