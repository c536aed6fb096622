package org.kanworkbench.app.activations.layer;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.beans.InvalidationListener;
import javafx.fxml.FXML;
import javafx.scene.control.Label;
import org.kanworkbench.app.activations.ActivationsViewModel;
import org.kanworkbench.app.activations.edge.Pin;
import org.kanworkbench.app.activations.edge.SmallMultiples;
import org.kanworkbench.app.chart.card.PictureFiles.Item;
import org.kanworkbench.data.Counted;
import org.kanworkbench.explain.Edge;
import org.kanworkbench.explain.LayerNames;
import org.kanworkbench.training.ScoreText;

/** Binds the view of one output, with its importance map and strongest edges, to the view model. */
public final class LayerController {

    private final ActivationsViewModel viewModel;

    @FXML
    private Label mapTitle;

    @FXML
    private ImportanceMap map;

    @FXML
    private Label facts;

    @FXML
    private Label hint;

    @FXML
    private Label broken;

    @FXML
    private Label multiplesTitle;

    @FXML
    private SmallMultiples multiples;

    public LayerController(ActivationsViewModel viewModel) {
        this.viewModel = viewModel;
    }

    @FXML
    private void initialize() {
        InvalidationListener picture = _ -> showPicture();
        viewModel.pictureProperty().addListener(picture);
        viewModel.selection.outputProperty().addListener(picture);
        viewModel.unitProperty().addListener(_ -> showMultiples());
        InvalidationListener marks = _ -> showMarks();
        viewModel.selection.hoveredProperty().addListener(marks);
        viewModel.selection.inspectedProperty().addListener(marks);
        viewModel.selection.pins.addListener(marks);
        map.setOnHover(viewModel.selection::hover);
        map.setOnChoose(viewModel.selection::inspect);
        multiples.setOnHover(viewModel.selection::hover);
        multiples.setOnChoose(viewModel.selection::inspect);
        showPicture();
    }

    private void showPicture() {
        LayerPicture picture = viewModel.pictureProperty().get();
        int output = viewModel.selection.outputProperty().get();
        if (picture == null || output >= picture.outputs()) {
            map.show(null, 0);
            showMultiples();
            return;
        }
        LayerNames names = picture.names();
        map.show(picture, output);
        mapTitle.setText(names.output(output) + ": what it depends on");
        multiplesTitle.setText("Strongest edges to " + names.output(output));
        int[] strongest = picture.strongest(output, 1);
        facts.setText(String.format(
                Locale.ROOT,
                "%s %s to %s. Strongest: %s%s, mean absolute contribution %s.",
                Counted.of(picture.inputs(), "edge"),
                picture.inputs() == 1 ? "leads" : "lead",
                names.output(output),
                names.image() ? "pixel " : "",
                names.input(strongest[0]),
                ScoreText.significant(picture.importance(output, strongest[0]), 3)));
        hint.setText(picture.measure() + " Hover over an input to see its curve, click to pin it.");
        broken.setText(brokenEdges(picture.broken()));
        showMultiples();
        showMarks();
    }

    /** The exportable content of this view, as currently shown. */
    public List<Item> exports() {
        return List.of(new Item("Map", map), new Item("Strongest edges", multiples));
    }

    private static String brokenEdges(int count) {
        return switch (count) {
            case 0 -> "";
            case 1 -> "One edge has weights that are not numbers, drawn in orange.";
            default -> count + " edges have weights that are not numbers, drawn in orange.";
        };
    }

    private void showMultiples() {
        LayerPicture picture = viewModel.pictureProperty().get();
        UnitCurves unit = viewModel.unitProperty().get();
        boolean fits = picture != null
                && unit != null
                && unit.layer() == picture.names().layer();
        multiples.show(
                fits ? picture : null,
                fits ? unit : null,
                viewModel.chosen.get() == null ? 0 : viewModel.chosen.get().series());
    }

    private void showMarks() {
        int hovered = inputOf(viewModel.selection.hoveredProperty().get());
        int inspected = inputOf(viewModel.selection.inspectedProperty().get());
        Set<Integer> pins = viewModel.selection.pins.stream()
                .filter(pin -> pin.model() == viewModel.chosen.get())
                .map(Pin::edge)
                .filter(this::shown)
                .map(Edge::input)
                .collect(Collectors.toSet());
        map.mark(hovered, inspected, pins);
        multiples.mark(hovered, inspected, pins);
    }

    private int inputOf(Edge edge) {
        return edge != null && shown(edge) ? edge.input() : InputPicture.NONE;
    }

    private boolean shown(Edge edge) {
        return edge.layer() == viewModel.selection.layerProperty().get()
                && edge.output() == viewModel.selection.outputProperty().get();
    }
}
