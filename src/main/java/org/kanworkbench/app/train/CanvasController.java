package org.kanworkbench.app.train;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Slider;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.RowConstraints;
import javafx.scene.layout.VBox;
import org.kanworkbench.app.chart.Histogram;
import org.kanworkbench.app.chart.Mark;
import org.kanworkbench.app.chart.PlaneMap;
import org.kanworkbench.app.chart.PlotSeries;
import org.kanworkbench.app.chart.card.PictureFiles;
import org.kanworkbench.app.chart.card.PlotCard;
import org.kanworkbench.app.controls.ErrorCard;
import org.kanworkbench.app.controls.ExampleGallery;
import org.kanworkbench.app.controls.TextTable;
import org.kanworkbench.app.controls.layout.Showing;
import org.kanworkbench.app.pane.Navigator;
import org.kanworkbench.app.session.ModelChoice;
import org.kanworkbench.app.session.Session;
import org.kanworkbench.app.train.run.LiveRun.Phase;
import org.kanworkbench.app.train.run.Refreshes.Part;
import org.kanworkbench.app.train.run.RunChip;
import org.kanworkbench.app.train.run.RunTrace;
import org.kanworkbench.app.train.surface.SurfaceViewModel;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.source.DrawnDigit;
import org.kanworkbench.runs.RunState;
import org.kanworkbench.training.Measure;
import org.kordamp.ikonli.javafx.FontIcon;

/** Binds the middle of the pane: messages, charts and the list of runs. Tiles and confusion matrix have their own. */
final class CanvasController {

    private static final double SIDE_BY_SIDE = 740;
    private static final int SAMPLES = 48;

    /** A narrower card of the result has its buttons as icons. */
    private static final double RESULT_WIDTH = 720;

    private static final PseudoClass NARROW = PseudoClass.getPseudoClass("narrow");
    private static final PseudoClass STOPPED = PseudoClass.getPseudoClass("stopped");
    private static final PseudoClass FAILED = PseudoClass.getPseudoClass("failed");

    private final TrainViewModel viewModel;
    private final SurfaceViewModel surfaces;
    private final PictureFiles pictures;
    private final Navigator navigator;
    private final Runnable saveModel;
    private final LongConsumer resume;
    /** Runs that were hidden because other data were chosen, not by hand. */
    private final Set<RunTrace> elsewhere = new HashSet<>();

    @FXML
    private ScrollPane scroll;

    @FXML
    private VBox page;

    @FXML
    private ErrorCard error;

    @FXML
    private VBox empty;

    @FXML
    private TextTable sampleColumns;

    @FXML
    private Label sampleNotes;

    @FXML
    private Label emptyTitle;

    @FXML
    private Button emptyStart;

    @FXML
    private ExampleGallery samples;

    @FXML
    private PlaneMap samplePoints;

    @FXML
    private VBox live;

    @FXML
    private Label result;

    @FXML
    private Region resultCard;

    @FXML
    private Node resultNext;

    @FXML
    private FontIcon resultIcon;

    @FXML
    private Button resultResume;

    @FXML
    private Button resultDraw;

    @FXML
    private Button resultLook;

    @FXML
    private Button resultQuantize;

    @FXML
    private Button resultSave;

    @FXML
    private FlowPane runChips;

    /** What follows the chips. */
    @FXML
    private HBox chartTools;

    @FXML
    private HBox validationKey;

    @FXML
    private Slider smoothing;

    @FXML
    private Label smoothingValue;

    @FXML
    private GridPane charts;

    @FXML
    private Label emptyText;

    @FXML
    private VBox surface;

    @FXML
    private PlotCard loss;

    @FXML
    private PlotCard accuracy;

    CanvasController(
            TrainViewModel viewModel,
            SurfaceViewModel surfaces,
            PictureFiles pictures,
            Navigator navigator,
            Runnable saveModel,
            LongConsumer resume) {
        this.viewModel = viewModel;
        this.surfaces = surfaces;
        this.pictures = pictures;
        this.navigator = navigator;
        this.saveModel = saveModel;
        this.resume = resume;
    }

    @FXML
    private void initialize() {
        resultDraw.setOnAction(_ -> navigator.show("draw"));
        resultResume.setOnAction(
                _ -> viewModel.shown.runProperty().get().model.run().ifPresent(resume));
        emptyStart.setOnAction(_ -> viewModel.start());
        bindMessages();
        bindEmptyState();
        bindCharts();
        viewModel.runs.all.addListener((ListChangeListener<RunTrace>) change -> {
            while (change.next()) {
                change.getAddedSubList().forEach(trace -> trace.shown.addListener(_ -> shown(trace)));
            }
            showChips();
            showRunsOnShownData();
        });
        viewModel.shown.source.addListener(_ -> showRunsOnShownData());
        // It comes after its source, and has the measure.
        viewModel.shown.dataset.addListener(_ -> showRunsOnShownData());
        // What was zoomed to is of another run.
        viewModel.shown.runProperty().addListener(_ -> loss.plot().zoom.set(null));
        viewModel.refreshes.of(Part.FIGURES).addListener(_ -> {
            showMarks();
            loss.plot().repaint();
            accuracy.plot().repaint();
        });
        scroll.viewportBoundsProperty().addListener((_, _, bounds) -> {
            page.setMinHeight(bounds.getHeight());
            arrangeCharts(bounds.getWidth());
        });
        surface.visibleProperty()
                .addListener(_ -> arrangeCharts(scroll.getViewportBounds().getWidth()));
    }

    private void bindMessages() {
        error.bind(viewModel.problem);
        viewModel.problem.addListener((_, _, problem) -> {
            if (problem != null) {
                scroll.setVvalue(0);
            }
        });
        ReadOnlyObjectProperty<RunTrace> run = viewModel.shown.runProperty();
        ObservableValue<String> ended = run.flatMap(RunTrace::resultProperty).orElse("");
        result.textProperty()
                .bind(Bindings.createStringBinding(
                        this::result,
                        run,
                        viewModel.live.phaseProperty(),
                        ended,
                        run.flatMap(trace -> trace.model.nameProperty())));
        Showing.whole(result, result.textProperty());
        resultCard
                .widthProperty()
                .subscribe(width -> resultCard.pseudoClassStateChanged(NARROW, width.doubleValue() < RESULT_WIDTH));
        BooleanBinding over = viewModel.live.phaseProperty().isEqualTo(Phase.IDLE);
        // Their space is reserved while a run is running.
        resultNext.visibleProperty().bind(over);
        resultIcon.visibleProperty().bind(over);
        run.flatMap(RunTrace::stateProperty).subscribe(state -> {
            resultCard.pseudoClassStateChanged(STOPPED, state != null && state.resumable());
            resultCard.pseudoClassStateChanged(FAILED, state == RunState.FAILED);
        });
        ObservableValue<Boolean> resumable = run.flatMap(
                        trace -> trace.stateProperty().map(_ -> trace.canBeResumed() && viewModel.keepsRuns()))
                .orElse(false);
        Showing.when(resultResume, resumable);
        // Other panes would show another model.
        ObservableValue<Boolean> without = run.flatMap(trace -> trace.model.modelProperty())
                .map(_ -> false)
                .orElse(true);
        for (Button next : List.of(resultDraw, resultLook, resultQuantize, resultSave)) {
            next.disableProperty().bind(without);
        }
        Showing.when(
                resultDraw,
                run.map(trace -> trace.dataset
                                .image()
                                .filter(DrawnDigit.SHAPE::equals)
                                .isPresent())
                        .orElse(false));
    }

    private String result() {
        RunTrace trace = viewModel.shown.runProperty().get();
        if (trace == null) {
            return "";
        }
        return switch (viewModel.live.phaseProperty().get()) {
            case IDLE -> trace.resultProperty().get();
            case RUNNING -> "Training " + trace.model.name();
            case PAUSED -> trace.model.name() + " is paused";
            case STOPPING -> "Stopping after this step";
        };
    }

    private void bindEmptyState() {
        var nothing = viewModel.shown.runProperty().isNull();
        Showing.when(empty, nothing);
        Showing.when(live, nothing.not());
        viewModel.editor.datasetProperty().subscribe(this::showSamples);
        Showing.when(
                samplePoints,
                surfaces.datasetProperty().map(SurfaceViewModel::isWatched).orElse(false));
        surfaces.datasetProperty().subscribe(points -> {
            if (points != null) {
                samplePoints.show(surfaces.points(), points.target().names());
            }
        });
        emptyStart
                .disableProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> !viewModel.canStart(),
                        viewModel.editor.configurationProperty(),
                        viewModel.data.loadingProperty(),
                        viewModel.data.refusedProperty(),
                        viewModel.workspace.library.stateProperty(),
                        viewModel.live.phaseProperty()));
    }

    private void showSamples(Dataset dataset) {
        if (dataset == null) {
            emptyTitle.setText("Reading the data set…");
            return;
        }
        emptyTitle.setText(dataset.name() + ": " + Wording.count(dataset.train().size()) + " training examples");
        int count = Math.min(
                dataset.image().isPresent() ? SAMPLES : 0, dataset.train().size());
        int[] labels = dataset.train().labels();
        // The first of each class: a folder's images are class after class.
        int[] found = new int[dataset.outputs()];
        int each = Math.ceilDiv(count, dataset.outputs());
        List<ExampleGallery.Item> items = IntStream.range(0, count == 0 ? 0 : labels.length)
                .filter(row -> found[labels[row]]++ < each)
                .limit(count)
                .boxed()
                .sorted(Comparator.comparingInt(row -> labels[row]))
                .map(row -> new ExampleGallery.Item(row, () -> ""))
                .toList();
        samples.show("", dataset, dataset.train(), items);
        showColumns(dataset);
    }

    /** Of a table whose rows are not shown as points of classes. */
    private void showColumns(Dataset dataset) {
        sampleColumns.show(List.of());
        Showing.now(sampleNotes, false);
        if (dataset.scaling().isEmpty() || SurfaceViewModel.isWatched(dataset)) {
            return;
        }
        viewModel.background.run("The table could not be summed up", () -> {
            TableSummary summary = TableSummary.of(dataset);
            return () -> {
                if (viewModel.editor.datasetProperty().get() == dataset) {
                    sampleColumns.show(
                            summary.rows(),
                            summary.columns().stream()
                                    .map(column -> new Histogram(column.name(), column.counts()))
                                    .toList());
                    sampleNotes.setText(summary.notes());
                    Showing.now(sampleNotes, !summary.notes().isEmpty());
                }
            };
        });
    }

    /** Smooths as in the last session, whose runs are on their way. */
    void keepIn(Session session) {
        emptyText
                .textProperty()
                .bind(Bindings.when(session.reopening)
                        .then("Opening the runs of last time…")
                        .otherwise("Pick a preset on the left, or just press Start."));
        session.keep(
                "smoothing",
                text -> smoothing.setValue(Double.parseDouble(text)),
                () -> String.valueOf(smoothing.getValue()),
                smoothing.valueProperty()::subscribe);
    }

    private void bindCharts() {
        for (PlotCard card : List.of(loss, accuracy)) {
            card.plot().smoothing.bind(smoothing.valueProperty());
            card.offer(pictures);
        }
        loss.plot().zoom.bindBidirectional(accuracy.plot().zoom);
        loss.plot().crosshair.bindBidirectional(accuracy.plot().crosshair);
        smoothingValue
                .textProperty()
                .bind(smoothing.valueProperty().map(value -> String.format(Locale.ROOT, "%.2f", value.doubleValue())));
    }

    private void arrangeCharts(double width) {
        boolean beside = width >= SIDE_BY_SIDE;
        // A map and its network have the top, and the two plots share the rest.
        int below = surface.isVisible() ? 1 : 0;
        GridPane.setConstraints(surface, 0, 0, beside ? 2 : 1, 1);
        GridPane.setConstraints(loss, 0, below);
        GridPane.setConstraints(accuracy, beside ? 1 : 0, beside ? below : below + 1);
        ColumnConstraints column = new ColumnConstraints();
        column.setPercentWidth(beside ? 50 : 100);
        column.setHgrow(Priority.ALWAYS);
        RowConstraints row = new RowConstraints();
        row.setVgrow(Priority.ALWAYS);
        charts.getRowConstraints().setAll(Collections.nCopies((beside ? 1 : 2) + below, row));
        charts.getColumnConstraints().setAll(beside ? List.of(column, column) : List.of(column));
    }

    private void showChips() {
        Map<RunTrace, Node> chips = new HashMap<>();
        runChips.getChildren().forEach(child -> {
            if (child instanceof RunChip chip) {
                chips.put(chip.trace, chip);
            }
        });
        List<Node> children = new ArrayList<>();
        viewModel.runs.all.forEach(trace -> children.add(chips.computeIfAbsent(trace, this::chip)));
        children.add(chartTools);
        runChips.getChildren().setAll(children);
        elsewhere.retainAll(viewModel.runs.all);
    }

    private RunChip chip(RunTrace trace) {
        RunChip chip = new RunChip(trace, () -> viewModel.close(trace), viewModel.runs::move, viewModel::rename);
        chip.toggle
                .disableProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> viewModel.live.phaseProperty().get() != Phase.IDLE && !isOnShownData(trace),
                        viewModel.live.phaseProperty(),
                        viewModel.shown.source));
        chip.close
                .disableProperty()
                .bind(viewModel
                        .shown
                        .runProperty()
                        .isEqualTo(trace)
                        .and(viewModel.live.phaseProperty().isNotEqualTo(Phase.IDLE)));
        return chip;
    }

    /** The chip of a run that is hidden because it is on other data chooses that data. */
    private void shown(RunTrace trace) {
        if (trace.shown.get() && !isOnShownData(trace)) {
            viewModel.show(trace);
            // The data stay those of a run that goes on.
            trace.shown.set(isOnShownData(trace));
        }
        showLines();
    }

    private boolean isOnShownData(RunTrace trace) {
        Dataset shown = viewModel.shown.dataset.getValue();
        return trace.isOn(viewModel.shown.source.getValue())
                && (shown == null
                        || trace.measure() == Measure.of(shown.target().loss()));
    }

    /** Losses on other data are no measure: such runs are hidden until their data is chosen again. */
    private void showRunsOnShownData() {
        for (RunTrace run : viewModel.runs.all) {
            if (isOnShownData(run)) {
                if (elsewhere.remove(run)) {
                    run.shown.set(true);
                }
            } else if (run.shown.get()) {
                elsewhere.add(run);
                run.shown.set(false);
            }
        }
        showLines();
    }

    private void showLines() {
        Dataset shown = viewModel.shown.dataset.getValue();
        Measure measure =
                shown == null ? Measure.ACCURACY : Measure.of(shown.target().loss());
        switch (measure) {
            case ACCURACY -> {
                loss.showLosses("Loss", measure);
                accuracy.show(measure);
                loss.plot().setSeries(lines(RunTrace::losses));
                accuracy.plot().setSeries(lines(RunTrace::scores));
            }
            case RMSE -> {
                loss.show(measure, shown.target().names().size());
                accuracy.show("R²", "Share of the variance that is explained", false, false);
                loss.plot().setSeries(lines(RunTrace::scores));
                accuracy.plot().setSeries(lines(RunTrace::determinations));
            }
        }
        showMarks();
        boolean validated = viewModel.runs.all.stream().anyMatch(run -> run.shown.get() && run.validated());
        Showing.now(validationKey, validated);
    }

    private void showMarks() {
        List<Mark> marks = viewModel.runs.all.stream()
                .filter(run -> run.shown.get())
                .flatMap(run -> run.marks().stream())
                .toList();
        loss.plot().setMarks(marks);
        accuracy.plot().setMarks(marks);
    }

    private List<PlotSeries> lines(Function<RunTrace, List<PlotSeries>> part) {
        List<PlotSeries> lines = new ArrayList<>();
        viewModel.runs.all.stream().filter(run -> run.shown.get()).forEach(run -> lines.addAll(part.apply(run)));
        return lines;
    }

    @FXML
    private void look() {
        show("activations", ModelChoice.ACTIVATIONS);
    }

    /** Shows the model of the shown run in another pane. */
    private void show(String pane, String part) {
        RunTrace run = viewModel.shown.runProperty().get();
        if (run != null) {
            viewModel.workspace.ask(part, run.model);
        }
        navigator.show(pane);
    }

    @FXML
    private void quantize() {
        show("quantize", ModelChoice.QUANTIZE);
    }

    @FXML
    private void saveModel() {
        saveModel.run();
    }
}
