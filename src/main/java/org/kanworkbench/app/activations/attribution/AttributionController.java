package org.kanworkbench.app.activations.attribution;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.Spinner;
import javafx.scene.control.ToggleGroup;
import org.kanworkbench.app.activations.ActivationsViewModel;
import org.kanworkbench.app.activations.attribution.AttributionWork.Answer;
import org.kanworkbench.app.activations.attribution.AttributionWork.Method;
import org.kanworkbench.app.chart.card.PictureFiles.Item;
import org.kanworkbench.app.controls.setting.Labels;
import org.kanworkbench.app.controls.setting.WholeNumbers;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Dataset.ImageShape;
import org.kanworkbench.explain.Attribution;

/** Binds the attribution view to its view model. */
public final class AttributionController {

    /** The entry for the predicted class among the classes. */
    private static final int ANSWER = -1;

    private final AttributionViewModel viewModel;
    private final ActivationsViewModel activations;
    private final Runnable draw;

    @FXML
    private RadioButton testPicture;

    @FXML
    private Spinner<Integer> row;

    @FXML
    private RadioButton drawnPicture;

    @FXML
    private Button drawOne;

    @FXML
    private ComboBox<Method> method;

    @FXML
    private ComboBox<Integer> output;

    @FXML
    private AttributionPicture picture;

    @FXML
    private Label sentence;

    private boolean showing;

    /** Those that the choice of an output names. */
    private List<String> named = List.of();

    /** @param draw opens the Draw pane */
    public AttributionController(AttributionViewModel viewModel, Runnable draw) {
        this.viewModel = viewModel;
        this.activations = viewModel.activations;
        this.draw = draw;
    }

    @FXML
    private void initialize() {
        drawOne.setOnAction(_ -> draw.run());
        ToggleGroup source = new ToggleGroup();
        source.getToggles().addAll(testPicture, drawnPicture);
        testPicture.setSelected(!viewModel.drawn.get());
        viewModel.drawn.subscribe(isDrawn -> (isDrawn ? drawnPicture : testPicture).setSelected(true));
        drawnPicture.selectedProperty().addListener(_ -> viewModel.drawn.set(drawnPicture.isSelected()));
        WholeNumbers.in(row, 0, 0, 0);
        row.valueProperty().addListener(_ -> viewModel.row.set(row.getValue()));
        method.getItems().setAll(Method.values());
        method.setConverter(Labels.of(Method::label));
        method.valueProperty().bindBidirectional(viewModel.method);
        output.setConverter(Labels.of(this::className));
        output.valueProperty().addListener(_ -> {
            if (!showing && output.getValue() != null) {
                viewModel.output.set(output.getValue() == ANSWER ? null : output.getValue());
            }
        });
        viewModel.output.subscribe(this::showChoice);
        activations.shownProperty().subscribe(this::showChoice);
        viewModel.wanted.subscribe(this::showChoice);
        viewModel.answerProperty().subscribe(this::show);
    }

    private String className(int index) {
        return index == ANSWER ? "predicted class" : index < named.size() ? named.get(index) : "output " + (index + 1);
    }

    private void showChoice() {
        showing = true;
        int outputs = activations.shownProperty().get() == null
                ? 0
                : activations.shownProperty().get().network().outputs();
        List<Integer> items = new ArrayList<>(List.of(ANSWER));
        IntStream.range(0, outputs).forEach(items::add);
        if (!output.getItems().equals(items)) {
            output.getItems().setAll(items);
        }
        List<String> classes = activations.chosen.get() == null
                ? List.of()
                : activations.chosen.get().outputs();
        if (!classes.equals(named)) {
            named = classes;
            // Another converter, since the box writes nothing anew while its indices stay the same.
            output.setConverter(Labels.of(this::className));
        }
        Integer chosen = viewModel.output.get();
        output.setValue(chosen == null ? ANSWER : chosen);
        Optional<Dataset> dataset = viewModel.dataset();
        testPicture.setDisable(dataset.isEmpty());
        row.setDisable(dataset.isEmpty());
        ((WholeNumbers) row.getValueFactory())
                .setMax(dataset.map(data -> data.test().size() - 1).orElse(0));
        drawnPicture.setDisable(!viewModel.hasDrawing());
        drawOne.setText(viewModel.hasDrawing() ? "Draw another" : "Draw one");
        showing = false;
    }

    private void show(Answer answer) {
        showChoice();
        if (answer == null) {
            picture.clear();
            sentence.setText(
                    viewModel.drawn.get() || viewModel.dataset().isPresent()
                            ? ""
                            : "No test images fit this model: choose its data in Train, or draw a digit.");
            return;
        }
        int width = activations.chosen.get().image().map(ImageShape::width).orElse(1);
        picture.show(answer.request().x(), answer.attribution().values(), width);
        sentence.setText(sentence(answer));
    }

    private String sentence(Answer answer) {
        String label = "";
        if (!viewModel.drawn.get() && viewModel.dataset().isPresent()) {
            Dataset data = viewModel.dataset().get();
            int at = Math.clamp(viewModel.row.get(), 0, data.test().size() - 1);
            label = "True class: " + className(data.test().labels()[at]) + ". ";
        }
        Attribution of = answer.attribution();
        return label
                + String.format(
                        "The network predicts %s. Its output for %s is %s, and %s for an empty image: a difference of %s."
                                + " The attributions of all pixels sum to %s (completeness error %s).",
                        className(answer.predicted()),
                        className(answer.output()),
                        number("%.3f", of.output()),
                        number("%.3f", of.baselineOutput()),
                        number("%.3f", of.output() - of.baselineOutput()),
                        number("%.3f", of.sum()),
                        number("%.2g", of.completenessError()));
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value).replace('-', '−');
    }

    /** The exportable content of this view, as currently shown. */
    public List<Item> exports() {
        return viewModel.answerProperty().get() == null ? List.of() : List.of(new Item("Attribution", picture));
    }
}
