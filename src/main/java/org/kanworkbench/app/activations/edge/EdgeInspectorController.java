package org.kanworkbench.app.activations.edge;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kanworkbench.app.activations.ActivationsViewModel;
import org.kanworkbench.app.activations.edge.EdgePlot.Line;
import org.kanworkbench.app.chart.card.PictureFiles.Item;
import org.kanworkbench.app.controls.IconButton;
import org.kanworkbench.app.controls.Styled;
import org.kanworkbench.app.controls.layout.Showing;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.data.ColumnScaling.Column;
import org.kanworkbench.explain.Interval;
import org.kanworkbench.plot.Palette;
import org.kanworkbench.training.ScoreText;

/** Binds the inspector, with one edge in full and the pinned ones, to the view model. */
public final class EdgeInspectorController {

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

    /** The edge of the term chips. */
    private record Chips(List<String> names, int own) {}

    private Chips chips = new Chips(List.of(), 0);

    public EdgeInspectorController(EditViewModel edits) {
        this.viewModel = edits.activations;
        this.edits = edits;
    }

    @FXML
    private void initialize() {
        viewModel.inspectionProperty().addListener(_ -> show());
        show();
        showTerms.selectedProperty().addListener(_ -> show());
        stackTerms.selectedProperty().addListener(_ -> show());
        stackTerms.disableProperty().bind(showTerms.selectedProperty().not());
        showSlope.selectedProperty().addListener(_ -> show());
        Showing.when(terms, showTerms.selectedProperty());
        met.visibleProperty().bind(broken.visibleProperty().not());
        viewModel.pinnedCurves.subscribe(this::showPinned);
        viewModel.chosen.addListener(_ -> showPinned());
        showPinned();
        bars.setOnDrag(edits::hold, edits::set, edits::release);
        plot.setOnPull(edits::hold, edits::pull, edits::release);
        // What a hand is about to grab stays: while a run goes on another edge may become the strongest.
        for (Node grip : List.of(bars, plot)) {
            grip.addEventHandler(MouseEvent.MOUSE_ENTERED, _ -> {
                Inspection shown = viewModel.inspectionProperty().get();
                if (shown != null) {
                    viewModel.selection.stayWith(shown.edge());
                }
            });
        }
    }

    /** The exportable content of this part of the pane, as currently shown. */
    public List<Item> exports() {
        List<Item> items = new ArrayList<>();
        Inspection shown = viewModel.inspectionProperty().get();
        String of = shown == null
                ? ""
                : " " + shown.title() + " " + viewModel.chosen.get().name();
        items.add(new Item("Edge", "edge" + of, plot, Optional.of(plot::csv)));
        items.add(new Item("Coefficients", "coefficients" + of, bars, Optional.empty()));
        if (pinned.isVisible()) {
            items.add(new Item("Pinned edges", pinnedPlot, Optional.of(pinnedPlot::csv)));
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
        int own = viewModel.chosen.get().series();
        Chips now = new Chips(shown.terms(), own);
        if (!chips.equals(now)) {
            chips = now;
            terms.getChildren()
                    .setAll(shown.terms().stream().map(this::termToggle).toList());
        }
        Pin edge = new Pin(viewModel.chosen.get(), shown.edge());
        bars.show(edge, shown.terms(), shown.coefficients());
        plot.show(edge, lines(shown, own), shown.domain(), shown.axis(), shown.units(), shown.inputs(), plays());
        met.setText(shown.inputs()
                .map(inputs -> sentence(inputs, shown.units()))
                .orElse("No data set at hand that fits: the input distribution is not known."));
    }

    private static String sentence(EdgeInputs met, Optional<Column> units) {
        String range = ScoreText.significant(met.least(), 3) + " to " + ScoreText.significant(met.most(), 3);
        String raw = units.map(column -> ", standardised (" + column.name() + " " + units(column, met.least()) + " to "
                        + units(column, met.most()) + "),")
                .orElse("");
        return "Histogram (log scale): inputs " + range + raw + " in " + met.rows() + " samples"
                + (met.outside().isPresent()
                        ? String.format(
                                Locale.ROOT,
                                ", %.1f %% outside the domain.",
                                100 * met.outside().getAsDouble())
                        : ".");
    }

    private static String units(Column column, double standardised) {
        return ScoreText.significant(column.raw(standardised), EdgePlot.DIGITS);
    }

    private Node termToggle(String name) {
        ToggleButton toggle = new ToggleButton(name, mark());
        toggle.setMnemonicParsing(false);
        toggle.getStyleClass()
                .addAll("edge-term", Palette.style(termSeries(chips.names().indexOf(name), chips.own())));
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
        return Styled.of(new Region(), "edge-mark");
    }

    /** Colours other than the model's, in turn. */
    private static int termSeries(int term, int own) {
        int other = term % (Palette.SERIES - 1);
        return other < own % Palette.SERIES ? other : other + 1;
    }

    private List<Line> lines(Inspection shown, int own) {
        List<Line> lines = new ArrayList<>();
        float[] below = new float[shown.x().length];
        for (int t = 0; t < shown.parts().length && showTerms.isSelected(); t++) {
            String name = shown.terms().get(t);
            if (!hiddenTerms.contains(name)) {
                below = stackTerms.isSelected() ? sum(below, shown.parts()[t]) : shown.parts()[t];
                String label = stackTerms.isSelected() && !lines.isEmpty() ? "+ " + name : name;
                lines.add(new Line(label, shown.x(), below, termSeries(t, own), false, shown.domain()));
            }
        }
        if (showSlope.isSelected()) {
            lines.add(new Line("f′", shown.x(), shown.slopes(), own, false, shown.domain(), 2, 3));
        }
        lines.add(new Line(shown.title(), shown.x(), shown.values(), own, true, shown.domain()));
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
        List<CurvesWork.PinnedCurve> curves = List.copyOf(viewModel.pinnedCurves);
        Showing.now(pinned, !curves.isEmpty());
        List<Line> lines = new ArrayList<>();
        List<Node> rows = new ArrayList<>();
        for (int i = 0; i < curves.size(); i++) {
            Inspection f = curves.get(i).function();
            OpenModel model = curves.get(i).pin().model();
            String name = model == viewModel.chosen.get() ? f.title() : f.title() + " · " + model.name();
            lines.add(new Line(name, f.x(), f.values(), i, true, f.domain()));
            rows.add(row(curves.get(i).pin(), f.title(), i));
        }
        pinnedList.getChildren().setAll(rows);
        if (!curves.isEmpty()) {
            List<Inspection> all =
                    curves.stream().map(CurvesWork.PinnedCurve::function).toList();
            Inspection first = all.getFirst();
            pinnedPlot.show(
                    curves.stream().map(CurvesWork.PinnedCurve::pin).toList(),
                    lines,
                    all.stream().map(Inspection::domain).reduce(Interval::span).orElseThrow(),
                    all.stream().allMatch(f -> f.axis().equals(first.axis())) ? first.axis() : "input x",
                    first.units()
                            .filter(_ -> all.stream().allMatch(f -> f.units().equals(first.units()))),
                    Optional.empty(),
                    plays());
        }
    }

    private boolean plays() {
        return viewModel.snapshotProperty().get() != null;
    }

    private Node row(Pin pin, String name, int series) {
        Label text = new Label();
        text.textProperty().bind(pin.model().nameProperty().map(model -> name + " · " + model));
        text.getStyleClass().add("type-label");
        text.setWrapText(true);
        text.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(text, Priority.ALWAYS);
        Button remove = new IconButton("mdi2c-close", "Unpin");
        remove.setOnAction(_ -> viewModel.selection.pins.remove(pin));
        return Styled.of(new HBox(mark(), text, remove), "pinned-edge", Palette.style(series));
    }

    @FXML
    private void clearPins() {
        viewModel.selection.pins.clear();
    }
}
