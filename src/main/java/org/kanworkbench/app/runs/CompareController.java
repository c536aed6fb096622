package org.kanworkbench.app.runs;

import java.util.List;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Region;
import javafx.util.StringConverter;
import org.kanworkbench.app.chart.Inks;
import org.kanworkbench.app.chart.PlotCard;
import org.kanworkbench.runs.store.Metric;
import org.kanworkbench.runs.store.StoredRun;

/** Shows runs over each other: curves, differences, one property against another, and all at once. */
final class CompareController {

    private static final PseudoClass MIXED = PseudoClass.getPseudoClass("mixed");

    private final CompareViewModel viewModel;
    private final PlotSaving saving;

    @FXML
    private Node compare;

    @FXML
    private Label title;

    @FXML
    private FlowPane legend;

    @FXML
    private PlotCard accuracy;

    @FXML
    private PlotCard loss;

    @FXML
    private CheckBox allSettings;

    @FXML
    private GridPane settings;

    @FXML
    private Label same;

    @FXML
    private ComboBox<Dimension> across;

    @FXML
    private ComboBox<Dimension> up;

    @FXML
    private ScatterPicture scatter;

    @FXML
    private ParallelPicture parallel;

    @FXML
    private PictureMenu scatterExport;

    @FXML
    private PictureMenu parallelExport;

    CompareController(CompareViewModel viewModel, PlotSaving saving) {
        this.viewModel = viewModel;
        this.saving = saving;
    }

    @FXML
    private void initialize() {
        accuracy.setOnExport(saving::save);
        loss.setOnExport(saving::save);
        scatterExport.offer(
                scatter,
                () -> Dimension.csv(viewModel.names(), List.of(across.getValue(), up.getValue())),
                saving::save);
        parallelExport.offer(parallel, () -> Dimension.csv(viewModel.names(), viewModel.axes()), saving::save);
        accuracy.plot().crosshairProperty().bindBidirectional(loss.plot().crosshairProperty());
        accuracy.plot().zoomProperty().bindBidirectional(loss.plot().zoomProperty());
        allSettings.selectedProperty().addListener(_ -> showSettings());
        for (ComboBox<Dimension> box : List.of(across, up)) {
            box.setConverter(new StringConverter<>() {
                @Override
                public String toString(Dimension dimension) {
                    return dimension == null ? "" : dimension.name();
                }

                @Override
                public Dimension fromString(String text) {
                    throw new UnsupportedOperationException();
                }
            });
            box.valueProperty().addListener(_ -> showScatter());
        }
        viewModel.comparedProperty().subscribe(this::show);
    }

    private void show(List<RunCurves> runs) {
        compare.setVisible(!runs.isEmpty());
        if (runs.isEmpty()) {
            return;
        }
        title.setText(runs.size() + " runs compared");
        legend.getChildren()
                .setAll(runs.stream()
                        .map(r -> name(runs.indexOf(r), describe(r.run())))
                        .toList());
        accuracy.plot().setSeries(RunCurves.overlaid(runs, Metric::testAccuracy));
        loss.plot().setSeries(RunCurves.overlaid(runs, Metric::testLoss));
        showSettings();
        List<Dimension> dimensions = Dimension.of(viewModel.runs());
        across.getItems().setAll(dimensions);
        up.getItems().setAll(dimensions);
        across.setValue(named(dimensions, Dimension.of(RunColumn.TIME, viewModel.runs())));
        up.setValue(named(dimensions, Dimension.of(RunColumn.BEST, viewModel.runs())));
        parallel.show(viewModel.names(), viewModel.axes());
    }

    private static String describe(StoredRun run) {
        return "run " + run.id() + " · " + run.preset() + " · seed " + run.seed();
    }

    private static Dimension named(List<Dimension> dimensions, Dimension wanted) {
        return dimensions.stream()
                .filter(d -> d.name().equals(wanted.name()))
                .findFirst()
                .orElseThrow();
    }

    private static Label name(int index, String text) {
        Region mark = new Region();
        mark.getStyleClass().add("series-mark");
        Label label = new Label(text, mark);
        label.getStyleClass().addAll("compare-run", Inks.style(index));
        return label;
    }

    private void showSettings() {
        List<CompareViewModel.Setting> rows = viewModel.settings(allSettings.isSelected());
        same.setVisible(rows.isEmpty());
        same.setManaged(rows.isEmpty());
        settings.getChildren().clear();
        settings.setVisible(!rows.isEmpty());
        List<String> names = viewModel.names();
        // Where all differ, none has to stand out.
        settings.pseudoClassStateChanged(MIXED, rows.stream().anyMatch(row -> !row.differs()));
        for (int i = 0; i < names.size(); i++) {
            settings.add(name(i, names.get(i)), i + 1, 0);
        }
        for (int r = 0; r < rows.size(); r++) {
            CompareViewModel.Setting row = rows.get(r);
            String style = row.differs() ? "differs" : "same";
            Label name = new Label(row.name());
            name.getStyleClass().addAll("setting-name", style);
            settings.add(name, 0, r + 1);
            for (int i = 0; i < names.size(); i++) {
                Label value = new Label(
                        row.values().get(i).isEmpty() ? "–" : row.values().get(i));
                value.getStyleClass().addAll("setting-value", style);
                settings.add(value, i + 1, r + 1);
            }
        }
    }

    private void showScatter() {
        if (across.getValue() != null && up.getValue() != null) {
            scatter.show(viewModel.names(), across.getValue(), up.getValue());
        }
    }

    @FXML
    private void close() {
        viewModel.close();
    }
}
