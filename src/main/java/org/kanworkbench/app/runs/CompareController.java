package org.kanworkbench.app.runs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import org.kanworkbench.app.chart.Mark;
import org.kanworkbench.app.chart.card.PictureFiles;
import org.kanworkbench.app.chart.card.PictureFiles.Item;
import org.kanworkbench.app.chart.card.PictureMenu;
import org.kanworkbench.app.chart.card.PlotCard;
import org.kanworkbench.app.controls.Styled;
import org.kanworkbench.app.controls.layout.Showing;
import org.kanworkbench.app.controls.setting.Labels;
import org.kanworkbench.app.controls.setting.Segment;
import org.kanworkbench.app.runs.compare.ParallelPicture;
import org.kanworkbench.app.runs.compare.RunAxis;
import org.kanworkbench.app.runs.compare.ScatterPicture;
import org.kanworkbench.app.runs.run.RunColumn;
import org.kanworkbench.app.runs.run.RunCurves;
import org.kanworkbench.app.runs.run.RunCurves.Over;
import org.kanworkbench.app.runs.run.RunInk;
import org.kanworkbench.runs.Metric;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.training.Measure;

/** Compares runs: curves, differences, scatter plot and parallel coordinates. */
final class CompareController {

    private static final PseudoClass MIXED = PseudoClass.getPseudoClass("mixed");

    private final CompareViewModel viewModel;
    private final PictureFiles files;

    @FXML
    private Node compare;

    @FXML
    private ScrollPane scroll;

    @FXML
    private Label title;

    @FXML
    private FlowPane legend;

    @FXML
    private GridPane curves;

    @FXML
    private PlotCard accuracy;

    @FXML
    private PlotCard loss;

    @FXML
    private Segment byTime;

    @FXML
    private CheckBox allSettings;

    @FXML
    private GridPane settings;

    @FXML
    private Label same;

    @FXML
    private ComboBox<RunAxis> across;

    @FXML
    private ComboBox<RunAxis> up;

    @FXML
    private ScatterPicture scatter;

    @FXML
    private ParallelPicture parallel;

    /** Numbers of the runs that are shown. */
    private List<Long> shown = List.of();

    @FXML
    private PictureMenu scatterExport;

    @FXML
    private PictureMenu parallelExport;

    CompareController(CompareViewModel viewModel, PictureFiles files) {
        this.viewModel = viewModel;
        this.files = files;
    }

    @FXML
    private void initialize() {
        accuracy.offer(files);
        loss.offer(files);
        scatterExport.offer(
                new Item(
                        "runs",
                        scatter,
                        Optional.of(() -> RunAxis.csv(viewModel.names(), List.of(across.getValue(), up.getValue())))),
                files);
        parallelExport.offer(
                new Item("runs", parallel, Optional.of(() -> RunAxis.csv(viewModel.names(), viewModel.axes()))), files);
        accuracy.plot().crosshair.bindBidirectional(loss.plot().crosshair);
        accuracy.plot().zoom.bindBidirectional(loss.plot().zoom);
        byTime.selectedProperty().addListener(_ -> {
            // A place on the one axis says nothing on the other.
            accuracy.plot().zoom.set(null);
            drawCurves();
        });
        allSettings.selectedProperty().addListener(_ -> showSettings());
        for (ComboBox<RunAxis> box : List.of(across, up)) {
            box.setConverter(Labels.of(RunAxis::name));
            box.valueProperty().addListener(_ -> showScatter());
        }
        viewModel.comparedProperty().subscribe(this::show);
    }

    private void show(List<RunCurves> runs) {
        compare.setVisible(!runs.isEmpty());
        if (runs.isEmpty()) {
            return;
        }
        List<Long> numbers = viewModel.runs().stream().map(StoredRun::id).toList();
        boolean others = !numbers.equals(shown);
        if (others) {
            shown = numbers;
            scroll.setVvalue(0);
            parallel.unbrush();
            accuracy.plot().zoom.set(null);
        }
        long data = runs.stream()
                .map(r -> r.run().description().dataset())
                .distinct()
                .count();
        int all = viewModel.chosenFrom();
        title.setText((all > 0 ? "The first " + runs.size() + " of " + all : runs.size())
                + " runs compared"
                + (data > 1 ? ", of " + data + " data sets: their scores are of different test sets" : ""));
        legend.getChildren()
                .setAll(runs.stream()
                        .map(r -> name(
                                r.run(),
                                describe(r)
                                        + (data > 1
                                                ? " · " + r.run().description().dataset()
                                                : "")))
                        .toList());
        List<RunCurves> alike = RunCurves.comparable(runs);
        Measure measure = alike.getFirst().run().measure();
        accuracy.show(measure);
        drawCurves();
        long untested = alike.stream().filter(r -> r.run().untested()).count();
        loss.showLosses(untested == 0 ? "Test loss" : untested == alike.size() ? "Validation loss" : "Loss", measure);
        Showing.now(curves, runs.stream().anyMatch(run -> !run.metrics().isEmpty()));
        showSettings();
        offer(across, RunColumn.TIME, others);
        offer(up, RunColumn.score(measure), others);
        parallel.show(viewModel.names(), inks(), viewModel.axes());
    }

    private void drawCurves() {
        List<RunCurves> runs = viewModel.comparedProperty().get();
        List<RunCurves> alike = RunCurves.comparable(runs);
        Over over = byTime.isSelected() ? Over.TIME : Over.EPOCH;
        List<Mark> marks = RunCurves.marks(alike, viewModel.inks(), over);
        Stream.of(accuracy.plot(), loss.plot()).forEach(plot -> {
            plot.setXTitle(over.title());
            plot.setMarks(marks);
        });
        accuracy.plot().setSeries(RunCurves.overlaid(alike, viewModel.inks(), over, Metric::testScore));
        loss.plot().setSeries(RunCurves.overlaid(alike, viewModel.inks(), over, Metric::testLoss));
    }

    /** With its number, so that renamed runs can be found elsewhere, and what sets it apart at a glance. */
    private static String describe(RunCurves curves) {
        StoredRun run = curves.run();
        return run.shownName() + " · "
                + (run.title().isEmpty() ? "" : run.description().preset() + " · ") + "seed "
                + run.description().seed()
                + (curves.changedByHand().isEmpty() ? "" : " · learning rate changed by hand");
    }

    /** @param anew whether what was chosen for other runs is forgotten */
    private void offer(ComboBox<RunAxis> box, RunColumn usual, boolean anew) {
        List<RunAxis> dimensions = RunAxis.of(viewModel.runs());
        RunAxis chosen = box.getValue();
        String wanted =
                anew || chosen == null ? RunAxis.of(usual, viewModel.runs()).name() : chosen.name();
        box.getItems().setAll(dimensions);
        box.setValue(dimensions.stream()
                .filter(d -> d.name().equals(wanted))
                .findFirst()
                .orElseGet(() -> RunAxis.of(usual, viewModel.runs())));
    }

    private List<RunInk> inks() {
        return viewModel.runs().stream()
                .map(run -> viewModel.inks().get(run.id()))
                .toList();
    }

    private Label name(StoredRun run, String text) {
        return Styled.of(new Label(text, viewModel.inks().get(run.id()).mark()), "compare-run");
    }

    private void showSettings() {
        List<CompareViewModel.Setting> rows = new ArrayList<>(viewModel.settings(allSettings.isSelected()));
        viewModel.changedByHand().ifPresent(rows::addFirst);
        Showing.now(same, rows.isEmpty());
        settings.getChildren().clear();
        settings.setVisible(!rows.isEmpty());
        List<String> names = viewModel.names();
        // Where all differ, none has to stand out.
        settings.pseudoClassStateChanged(MIXED, rows.stream().anyMatch(row -> !row.differs()));
        for (int i = 0; i < names.size(); i++) {
            settings.add(name(viewModel.runs().get(i), names.get(i)), i + 1, 0);
        }
        for (int r = 0; r < rows.size(); r++) {
            CompareViewModel.Setting row = rows.get(r);
            String style = row.differs() ? "differs" : "same";
            Label name = Styled.of(new Label(row.name()), "setting-name", style);
            settings.add(name, 0, r + 1);
            for (int i = 0; i < names.size(); i++) {
                Label value = new Label(
                        row.values().get(i).isEmpty() ? "–" : row.values().get(i));
                value.getStyleClass().add(style);
                settings.add(value, i + 1, r + 1);
            }
        }
    }

    private void showScatter() {
        if (across.getValue() != null && up.getValue() != null) {
            scatter.show(viewModel.names(), inks(), across.getValue(), up.getValue());
        }
    }

    @FXML
    private void close() {
        viewModel.close();
    }
}
