package org.kanworkbench.app.noise.sweep;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kanworkbench.app.chart.card.PictureFiles;
import org.kanworkbench.app.chart.card.PlotBoard;
import org.kanworkbench.app.controls.FilePrompts;
import org.kanworkbench.app.controls.TextTable;
import org.kanworkbench.app.controls.layout.Showing;
import org.kanworkbench.app.controls.setting.Segment;
import org.kanworkbench.app.noise.fit.ModelTable;
import org.kanworkbench.app.noise.fit.SeriesInk;
import org.kanworkbench.app.work.Phase;
import org.kanworkbench.data.Counted;

/** Binds the sweep: its verdict, its plots and tables. */
public final class SweepController {

    private final SweepViewModel viewModel;
    private final FilePrompts prompts;
    private final PictureFiles files;
    private final Map<SweepAspect, Segment> aspects = new EnumMap<>(SweepAspect.class);

    @FXML
    private VBox empty;

    @FXML
    private StackPane beginHost;

    @FXML
    private Button begin;

    @FXML
    private Label planned;

    @FXML
    private Label verdict;

    @FXML
    private Label facts;

    @FXML
    private HBox views;

    @FXML
    private Button report;

    @FXML
    private PlotBoard board;

    @FXML
    private VBox modelCard;

    @FXML
    private VBox detailCard;

    @FXML
    private TextTable details;

    @FXML
    private Label note;

    @FXML
    private ModelTable models;

    @FXML
    private ScrollPane scroll;

    private SweepAspect shown = SweepAspect.ERROR;

    public SweepController(SweepViewModel viewModel, FilePrompts prompts, PictureFiles files) {
        this.viewModel = viewModel;
        this.prompts = prompts;
        this.files = files;
    }

    @FXML
    private void initialize() {
        begin.setOnAction(_ -> viewModel.start());
        report.setOnAction(_ -> prompts.newFolder("Write a folder with the report into", "noise-report")
                .ifPresent(viewModel::report));
        for (SweepAspect aspect : SweepAspect.values()) {
            Segment segment = new Segment("sweep-" + aspect.plots(), aspect.label());
            aspects.put(aspect, segment);
            views.getChildren().add(segment);
            segment.selectedProperty().addListener((_, _, chosen) -> {
                if (chosen) {
                    shown = aspect;
                    show(viewModel.viewProperty().get());
                }
            });
        }
        Showing.when(note, note.textProperty().isNotEmpty());
        board.setPens(SeriesInk::pen);
        board.setFiles(files);
        planned.textProperty().bind(viewModel.plannedProperty());
        begin.disableProperty().bind(viewModel.obstacleProperty().isNotEmpty());
        Tooltip reason = new Tooltip();
        reason.textProperty().bind(viewModel.obstacleProperty());
        viewModel.obstacleProperty().subscribe(why -> {
            if (why.isEmpty()) {
                Tooltip.uninstall(beginHost, reason);
            } else {
                Tooltip.install(beginHost, reason);
            }
        });
        viewModel.viewProperty().subscribe(this::show);
        viewModel.noticeProperty().addListener(_ -> describe());
        viewModel.phaseProperty().addListener(_ -> describe());
        describe();
    }

    private void show(SweepView view) {
        boolean any = view != null && !view.rows().isEmpty();
        // The tools keep their place without it.
        views.setVisible(any);
        for (Node node : List.of(modelCard, board, detailCard)) {
            Showing.now(node, any);
        }
        report.setDisable(view == null || view.fits().isEmpty());
        describe();
        if (!any) {
            return;
        }
        aspects.forEach((aspect, button) -> {
            boolean there = !view.plots(aspect).isEmpty();
            Showing.now(button, there);
        });
        if (view.plots(shown).isEmpty()) {
            shown = SweepAspect.ERROR;
            aspects.get(shown).setSelected(true);
        }
        board.show(view.plots(shown));
        details.show(shown.table(view.summary()));
        note.setText(shown.note());
        Showing.now(detailCard, details.isVisible());
        models.show(view.rows());
    }

    private void describe() {
        SweepView view = viewModel.viewProperty().get();
        boolean idle = viewModel.phaseProperty().get() == Phase.IDLE;
        boolean nothing = view == null && idle;
        for (Node node : List.of(scroll, empty)) {
            Showing.now(node, node == empty == nothing);
        }
        verdict.setText(
                view != null && !view.rows().isEmpty()
                        ? view.summary().verdict().sentence()
                        : "First results after one seed per model.");
        String diverged = view == null || view.summary().diverged() == 0
                ? ""
                : " " + Counted.of(view.summary().diverged(), "fit")
                        + " diverged: the mean of the targets counts as the prediction there.";
        facts.setText(viewModel.noticeProperty().get() + diverged);
    }

    @FXML
    private void open() {
        prompts.folder("Open a sweep's folder").ifPresent(folder -> viewModel.open(folder, () -> {}));
    }
}
