package org.kanworkbench.app.noise.fit;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kanworkbench.app.chart.card.PictureCard;
import org.kanworkbench.app.chart.card.PictureFiles;
import org.kanworkbench.app.chart.card.PlotCard;
import org.kanworkbench.app.controls.Styled;
import org.kanworkbench.app.controls.layout.Showing;
import org.kanworkbench.app.controls.layout.SideBySide;
import org.kanworkbench.data.Counted;
import org.kanworkbench.data.function.Range;
import org.kanworkbench.noise.Decimals;
import org.kanworkbench.noise.contender.Match;

/** Binds the live fit: its pictures, from where they are looked at, and the running table. */
public final class FitController {

    /** Of pictures of more than one input. */
    private static final PseudoClass SEVERAL = PseudoClass.getPseudoClass("several");

    private final LiveViewModel viewModel;
    private final PictureFiles files;

    @FXML
    private SideBySide content;

    @FXML
    private Label none;

    @FXML
    private FlowPane slice;

    @FXML
    private ComboBox<String> across;

    @FXML
    private ComboBox<String> up;

    @FXML
    private VBox pictures;

    @FXML
    private PictureCard curves;

    @FXML
    private FitPicture curvesPicture;

    @FXML
    private PictureCard maps;

    @FXML
    private MapsPicture mapsPicture;

    @FXML
    private PictureCard residuals;

    @FXML
    private ResidualPicture residualPicture;

    @FXML
    private Label step;

    @FXML
    private ModelTable table;

    @FXML
    private Label hint;

    @FXML
    private PlotCard errors;

    @FXML
    private Label facts;

    /** Whose inputs the choice of the slice shows. */
    private List<String> inputs = List.of();

    private List<Range> domain = List.of();

    /** Which inputs have a slider. */
    private List<Integer> sliders = List.of();

    private boolean showing;

    public FitController(LiveViewModel viewModel, PictureFiles files) {
        this.viewModel = viewModel;
        this.files = files;
    }

    @FXML
    private void initialize() {
        curves.offer(files, Optional.of(curvesPicture::csv));
        maps.offer(files, Optional.empty());
        residuals.offer(files, Optional.empty());
        errors.offer(files);
        across.setOnAction(_ -> choose(across, true));
        up.setOnAction(_ -> choose(up, false));
        none.textProperty().bind(viewModel.obstacleProperty());
        viewModel.viewProperty().subscribe(this::show);
        viewModel.phaseProperty().addListener(_ -> describe());
    }

    private void choose(ComboBox<String> box, boolean along) {
        int chosen = box.getSelectionModel().getSelectedIndex();
        if (!showing && chosen >= 0) {
            Lookout now = viewModel.lookout.get();
            viewModel.lookout.set(along ? now.withAcross(chosen) : now.withUp(chosen));
        }
    }

    private void show(FitView view) {
        content.setVisible(view != null);
        none.setVisible(view == null);
        if (view == null) {
            return;
        }
        boolean several = view.source().inputs() > 1;
        pictures.pseudoClassStateChanged(SEVERAL, several);
        for (Node node : List.of(slice, maps)) {
            Showing.now(node, several);
        }
        showSlice(view);
        curvesPicture.show(view);
        residualPicture.show(view);
        if (several) {
            mapsPicture.show(view);
        }
        boolean fitted = !view.frame().models().isEmpty();
        for (Node node : List.of(residuals, table, errors)) {
            Showing.now(node, fitted);
        }
        Showing.now(hint, !fitted);
        table.show(viewModel.rows());
        if (viewModel.curves().equals(errors.plot().series())) {
            errors.plot().repaint();
        } else {
            errors.plot().setSeries(viewModel.curves());
            errors.plot().zoom.set(null);
        }
        describe();
    }

    private void describe() {
        FitView view = viewModel.viewProperty().get();
        if (view == null) {
            return;
        }
        boolean empty = view.frame().models().isEmpty();
        String words = empty
                ? "Not fitted yet"
                : switch (viewModel.phaseProperty().get()) {
                    case RUNNING -> "Step %,d";
                    case PAUSED -> "Step %,d, paused";
                    default -> "After %,d steps";
                };
        step.setText(String.format(Locale.ROOT, words, view.frame().step()));
        facts.setText(String.format(
                        Locale.ROOT,
                        "%,d training points. %s %,d test points (%s.",
                        view.started().training().rows(),
                        view.noise(),
                        view.started().test().rows(),
                        view.known()
                                ? "held out): errors are measured against clean outputs"
                                : "a third of the table): errors include the table's own noise")
                + leftOut(view.source().leftOut())
                + matched(view));
    }

    private static String leftOut(int rows) {
        return rows == 0 ? "" : " " + Counted.of(rows, "row") + " without a value left out.";
    }

    /** Which model the others were matched to; empty where none was. */
    private String matched(FitView view) {
        return viewModel
                .match()
                .flatMap(match -> view.started().models().stream()
                        .filter(model -> model.name().equals(match.to()))
                        .findFirst()
                        .map(model -> " Networks are matched to " + model.name() + "'s "
                                + (match.measure() == Match.Measure.TIME
                                        ? "training time."
                                        : Counted.of(model.parameters(), "parameter") + ".")))
                .orElse("");
    }

    private void showSlice(FitView view) {
        showing = true;
        List<String> names = view.source().inputNames();
        if (!view.source().domain().equals(domain) || !names.equals(inputs)) {
            inputs = List.copyOf(names);
            domain = view.source().domain();
            sliders = List.of();
            across.getItems().setAll(names);
            up.getItems().setAll(names);
        }
        across.getSelectionModel().select(view.lookout().across());
        up.getSelectionModel().select(view.lookout().up());
        List<Integer> wanted = IntStream.range(0, names.size())
                .filter(i -> i != view.lookout().across())
                .boxed()
                .toList();
        if (!wanted.equals(sliders)) {
            sliders = wanted;
            slice.getChildren().removeIf(node -> node.getStyleClass().contains("noise-held"));
            wanted.forEach(i -> slice.getChildren().add(slider(names.get(i), i)));
        }
        showing = false;
    }

    private HBox slider(String name, int input) {
        Slider slider = new Slider(0, 1, viewModel.lookout.get().at()[input]);
        slider.setId("noise-held-" + name);
        slider.setBlockIncrement(0.05);
        slider.setAccessibleText(name + ", held at");
        slider.valueProperty()
                .addListener((_, _, share) ->
                        viewModel.lookout.set(viewModel.lookout.get().withHeld(input, share.doubleValue())));
        Label label = new Label();
        Range range = viewModel.viewProperty().get().source().domain().get(input);
        label.textProperty()
                .bind(slider.valueProperty()
                        .map(share -> name + " = " + Decimals.of(2, range.at(share.doubleValue()))));
        label.getStyleClass().add("type-label");
        label.setLabelFor(slider);
        return Styled.of(new HBox(label, slider), "field-line", "noise-held");
    }
}
