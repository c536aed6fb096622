package org.kanworkbench.app.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import org.kanworkbench.app.chart.BarList;
import org.kanworkbench.app.chart.BarList.Bar;
import org.kanworkbench.app.chart.PlotSeries;
import org.kanworkbench.app.chart.PlotSeries.Line;
import org.kanworkbench.app.chart.card.PictureCard;
import org.kanworkbench.app.chart.card.PictureFiles;
import org.kanworkbench.app.chart.card.PlotCard;
import org.kanworkbench.app.controls.layout.Showing;
import org.kanworkbench.app.controls.setting.Labels;
import org.kanworkbench.app.runs.compare.ParallelPicture;
import org.kanworkbench.app.runs.compare.RunAxis;
import org.kanworkbench.app.runs.compare.ScatterPicture;
import org.kanworkbench.app.runs.run.RunInk;
import org.kanworkbench.app.search.SearchViewModel.View;
import org.kanworkbench.data.Counted;
import org.kanworkbench.network.recipe.RecipeField;
import org.kanworkbench.search.SearchConfiguration;
import org.kanworkbench.search.SearchRun;
import org.kanworkbench.search.SearchTrial;
import org.kanworkbench.search.SearchTrial.State;
import org.kanworkbench.search.Second;
import org.kanworkbench.search.importance.Contour;
import org.kanworkbench.search.importance.Importance;
import org.kanworkbench.search.setting.Searchable;
import org.kanworkbench.search.space.Dimension;
import org.kanworkbench.search.space.Domain;
import org.kanworkbench.training.Measure;
import org.kanworkbench.training.ScoreText;

/** What the trials tell: best so far, history, parallel coordinates, importance, all trials, slice, contour, timeline, front. */
final class ResultsController {

    static final int COMPLETE = 0;
    static final int PRUNED = 4;
    private static final int BEST = 1;
    /** Of the range of scores, what lies below the worst of them in a contour. */
    private static final double PALEST = 0.16;

    private final SearchViewModel viewModel;
    private final PictureFiles files;
    private final Runnable showTrain;
    private final LongConsumer openRun;

    @FXML
    private Label best;

    @FXML
    private Label params;

    @FXML
    private Label counts;

    @FXML
    private Label legendBest;

    @FXML
    private Node legendPruned;

    @FXML
    private Label confirmed;

    @FXML
    private Button use;

    @FXML
    private Button confirm;

    @FXML
    private PlotCard history;

    @FXML
    private PictureCard parallel;

    @FXML
    private PictureCard importance;

    @FXML
    private PictureCard slice;

    @FXML
    private ComboBox<Dimension> sliced;

    @FXML
    private TableView<SearchTrial> trialsTable;

    private TrialsTable table;

    /** The search of the parallel coordinates; null before the first. */
    private SearchConfiguration brushed;

    @FXML
    private Node contourCard;

    @FXML
    private ComboBox<Dimension> against;

    @FXML
    private Label contourHint;

    @FXML
    private PictureCard contour;

    @FXML
    private PictureCard timeline;

    @FXML
    private Node frontCard;

    @FXML
    private PictureCard front;

    /** @param openRun opens a trial's run by its number */
    ResultsController(SearchViewModel viewModel, PictureFiles files, Runnable showTrain, LongConsumer openRun) {
        this.viewModel = viewModel;
        this.files = files;
        this.showTrain = showTrain;
        this.openRun = openRun;
    }

    @FXML
    private void initialize() {
        confirm.setOnAction(_ -> viewModel.confirm());
        history.offer(files);
        table = new TrialsTable(trialsTable, this::open);
        for (PictureCard card : List.of(parallel, importance, slice, contour, timeline, front)) {
            card.offer(files, Optional.empty());
        }
        sliced.setConverter(
                Labels.of(dimension -> Searchable.named(dimension.setting()).title()));
        against.setConverter(sliced.getConverter());
        sliced.valueProperty().addListener(_ -> choose());
        against.valueProperty().addListener(_ -> choose());
        confirmed.textProperty().bind(viewModel.confirmedProperty());
        Showing.when(confirmed, viewModel.confirmedProperty().isNotEmpty());
        viewModel.viewProperty().subscribe(this::show);
        viewModel.jobProperty().subscribe(this::enable);
    }

    private void enable() {
        View view = viewModel.viewProperty().get();
        boolean none = view == null || view.best().isEmpty();
        boolean busy = viewModel.jobProperty().get() != null;
        use.setDisable(none);
        confirm.setDisable(none || busy);
    }

    private void show(View view) {
        enable();
        if (view == null) {
            return;
        }
        Measure measure = view.configuration().measure();
        best.setText(view.best()
                .map(trial -> "Validation " + ScoreText.name(measure) + " " + ScoreText.of(measure, trial.score())
                        + " at the "
                        + (RecipeField.KEEP_BEST.of(view.configuration().base().recipe()) ? "best" : "last")
                        + " epoch · trial " + trial.trial()
                        + SearchRun.alike(trial, view.trials()))
                .orElse("No complete trial yet"));
        params.setText(view.best().map(ResultsController::values).orElse(""));
        counts.setText(String.format(
                Locale.ROOT,
                "%,d complete, %,d pruned, %,d failed · scored on %,d validation samples",
                count(view, State.COMPLETE),
                count(view, State.PRUNED),
                count(view, State.FAILED),
                RecipeField.VALIDATION_ROWS.of(view.configuration().base().recipe())));
        legendBest.setText(view.configuration().secondObjective().isPresent() ? "On the Pareto front" : "Best");
        Showing.now(legendPruned, count(view, State.PRUNED) > 0);
        showHistory(view, measure);
        ParallelPicture coordinates = (ParallelPicture) parallel.getPicture();
        if (!view.configuration().equals(brushed)) {
            brushed = view.configuration();
            coordinates.unbrush();
        }
        List<SearchTrial> trials = scored(view);
        List<SearchTrial> ranked = trials.stream()
                .sorted((a, b) ->
                        measure.better(a.score(), b.score()) ? 1 : measure.better(b.score(), a.score()) ? -1 : 0)
                .toList();
        List<RunAxis> axes = new ArrayList<>();
        view.configuration().space().dimensions().forEach(one -> axes.add(axis(one, ranked)));
        view.configuration().secondObjective().ifPresent(second -> axes.add(axis(second, ranked)));
        axes.add(score(measure, ranked));
        List<RunInk> inks = inks(view, ranked);
        coordinates.show(
                names(ranked),
                inks,
                IntStream.range(0, inks.size())
                        .mapToObj(i -> inks.get(i).series() == COMPLETE ? i / (double) inks.size() : Double.NaN)
                        .toList(),
                axes);
        // Pruned trials tell nothing here, and of many trials few may be complete.
        String of = Counted.of((int) count(view, State.COMPLETE), "complete trial");
        importance.setTitle(view.importance().isEmpty() ? "Importance" : "Importance, by " + of);
        ((BarList) importance.getPicture())
                .show(
                        "Importance",
                        view.importance().stream().map(ResultsController::bar).toList(),
                        "Needs ten complete trials, has " + of,
                        0);
        List<Dimension> dimensions = view.configuration().space().dimensions();
        if (!sliced.getItems().equals(dimensions)) {
            sliced.getItems().setAll(dimensions);
            against.getItems().setAll(dimensions);
            sliced.setValue(dimensions.getFirst());
            against.setValue(dimensions.get(Math.min(1, dimensions.size() - 1)));
        }
        Showing.now(contourCard, dimensions.size() > 1);
        showContour(view);
        ((TimelinePicture) timeline.getPicture()).show(view.trials());
        table.show(view.configuration(), view.trials());
        List<String> tips = trials.stream()
                .map(trial -> "Trial " + trial.trial()
                        + (trial.complete() ? "" : ", pruned") + ": validation " + ScoreText.name(measure) + " "
                        + ScoreText.of(measure, trial.score()) + "\n" + values(trial)
                        + (trial.run() == 0 ? "" : "\nClick to open run " + trial.run()))
                .toList();
        for (PictureCard card : List.of(slice, contour, front)) {
            ((ScatterPicture) card.getPicture()).tell(tips, at -> open(trials.get(at)));
        }
        showSlice();
        showFront(view, trials);
    }

    private static Bar bar(Importance of) {
        return new Bar(
                Searchable.named(of.setting()).title(),
                of.share(),
                String.format(Locale.ROOT, "%.0f %%", 100 * of.share()));
    }

    private static long count(View view, State state) {
        return view.trials().stream().filter(trial -> trial.state() == state).count();
    }

    private static List<SearchTrial> scored(View view) {
        return view.trials().stream()
                .filter(trial -> trial.state() != State.FAILED)
                .toList();
    }

    private static List<String> names(List<SearchTrial> trials) {
        return trials.stream().map(_ -> "").toList();
    }

    private static List<RunInk> inks(View view, List<SearchTrial> trials) {
        List<SearchTrial> best = view.configuration().front(view.trials());
        return trials.stream()
                .map(trial -> best.contains(trial)
                        ? new RunInk(BEST, Line.DENSE)
                        : trial.complete() ? new RunInk(COMPLETE, Line.DENSE) : new RunInk(PRUNED, Line.DENSE_DOTTED))
                .toList();
    }

    private void showHistory(View view, Measure measure) {
        history.show(
                "Score by trial",
                measure == Measure.ACCURACY ? "Validation accuracy, %" : "Validation RMSE",
                measure == Measure.ACCURACY,
                true);
        PlotSeries complete = new PlotSeries("Complete", COMPLETE, Line.POINTS);
        PlotSeries soFar = new PlotSeries("Best", BEST, Line.DENSE);
        double top = Double.NaN;
        for (SearchTrial trial : view.trials()) {
            double before = top;
            boolean improved = false;
            if (trial.complete()) {
                complete.add(trial.trial(), trial.score());
                improved = Double.isNaN(top) || measure.better(trial.score(), top);
                top = improved ? trial.score() : top;
            }
            if (improved && !Double.isNaN(before)) {
                soFar.add(trial.trial(), before);
            }
            soFar.add(trial.trial(), top);
        }
        PlotSeries pruned = new PlotSeries("Pruned", PRUNED, Line.POINTS);
        view.trials().stream()
                .filter(trial -> trial.state() == State.PRUNED)
                .forEach(trial -> pruned.add(trial.trial(), trial.score()));
        history.plot().setSeries(pruned.size() == 0 ? List.of(complete, soFar) : List.of(pruned, complete, soFar));
    }

    /** For instance {@code Learning rate 0.01, Order 3}, as the form beside it names them. */
    private static String values(SearchTrial trial) {
        return trial.params().entrySet().stream()
                .map(value -> Searchable.named(value.getKey()).title() + " " + Domain.written(value.getValue()))
                .collect(Collectors.joining(", "));
    }

    /** On the scale of the search, with the values as texts. */
    private static RunAxis axis(Dimension dimension, List<SearchTrial> trials) {
        List<String> texts = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        for (SearchTrial trial : trials) {
            Object value = trial.params().get(dimension.setting());
            texts.add(value == null ? "" : Domain.written(value));
            values.add(value == null ? Double.NaN : scaled(dimension, value));
        }
        boolean log = dimension.domain() instanceof Domain.Numbers n && n.log();
        return new RunAxis(
                Searchable.named(dimension.setting()).title() + (log ? " (log)" : ""), texts, values, false, log);
    }

    private static double scaled(Dimension dimension, Object value) {
        return switch (dimension.domain()) {
            case Domain.Choice choice -> choice.values().indexOf(value);
            case Domain.Numbers n ->
                n.log() ? Math.log10(((Number) value).doubleValue()) : ((Number) value).doubleValue();
        };
    }

    private static RunAxis score(Measure measure, List<SearchTrial> trials) {
        boolean accuracy = measure == Measure.ACCURACY;
        return new RunAxis(
                accuracy ? "Accuracy, %" : "RMSE",
                trials.stream()
                        .map(trial -> ScoreText.significant((accuracy ? 100 : 1) * trial.score(), 4))
                        .toList(),
                trials.stream()
                        .map(trial -> (accuracy ? 100 : 1) * trial.score())
                        .toList(),
                accuracy);
    }

    private void open(SearchTrial trial) {
        if (trial.run() != 0) {
            openRun.accept(trial.run());
        }
    }

    private void choose() {
        showSlice();
        if (sliced.getValue() != null && against.getValue() != null) {
            viewModel.contour(sliced.getValue().setting(), against.getValue().setting());
        }
    }

    private void showContour(View view) {
        if (sliced.getValue() == null || against.getValue() == null) {
            return;
        }
        contourHint.setText(
                sliced.getValue().equals(against.getValue())
                        ? "Needs two settings: choose another"
                        : Contour.enough(
                                        view.trials(),
                                        sliced.getValue().setting(),
                                        against.getValue().setting())
                                ? ""
                                : "Needs ten complete trials with both settings");
        Showing.now(contourHint, !contourHint.getText().isEmpty());
        Measure measure = view.configuration().measure();
        List<SearchTrial> trials = scored(view);
        ((ScatterPicture) contour.getPicture())
                .show(
                        names(trials),
                        inks(view, trials),
                        axis(sliced.getValue(), trials),
                        axis(against.getValue(), trials),
                        view.contour()
                                .filter(map -> map.across().equals(sliced.getValue())
                                        && map.up().equals(against.getValue()))
                                .map(map -> ground(measure, map)));
    }

    /** Stronger is better. No score is as pale as the paper, which would look like none. */
    static ScatterPicture.Ground ground(Measure measure, Contour map) {
        int sign = measure == Measure.ACCURACY ? 1 : -1;
        double worst = sign > 0 ? map.least() : -map.most();
        double best = sign > 0 ? map.most() : -map.least();
        double[][] values = Arrays.stream(map.scores())
                .map(row -> Arrays.stream(row).map(score -> sign * score).toArray())
                .toArray(double[][]::new);
        double[] x = edges(map.across().domain());
        double[] y = edges(map.up().domain());
        return new ScatterPicture.Ground(
                values,
                best > worst ? worst - PALEST * (best - worst) : worst - 1,
                best,
                x[0],
                x[1],
                y[0],
                y[1],
                value -> ScoreText.of(measure, sign * Math.max(worst, value)) + (value < best ? "" : " (better)"));
    }

    /** Of a domain, on its axis. */
    private static double[] edges(Domain domain) {
        return switch (domain) {
            case Domain.Choice choice -> new double[] {-0.5, choice.values().size() - 0.5};
            case Domain.Numbers n -> {
                double unit = n.log() ? Math.log(10) : 1;
                yield new double[] {n.lowerEdge() / unit, n.upperEdge() / unit};
            }
        };
    }

    private void showSlice() {
        View view = viewModel.viewProperty().get();
        if (view != null && sliced.getValue() != null) {
            List<SearchTrial> trials = scored(view);
            ((ScatterPicture) slice.getPicture())
                    .show(
                            names(trials),
                            inks(view, trials),
                            axis(sliced.getValue(), trials),
                            score(view.configuration().measure(), trials));
        }
    }

    private void showFront(View view, List<SearchTrial> trials) {
        Optional<Second> second = view.configuration().secondObjective();
        Showing.now(frontCard, second.isPresent());
        second.ifPresent(one -> ((ScatterPicture) front.getPicture())
                .show(
                        names(trials),
                        inks(view, trials),
                        axis(one, trials),
                        score(view.configuration().measure(), trials)));
    }

    private static RunAxis axis(Second second, List<SearchTrial> trials) {
        List<Double> values =
                trials.stream().map(trial -> trial.values().get(1)).toList();
        return new RunAxis(second.label(), values.stream().map(second::text).toList(), values);
    }

    @FXML
    private void useTheBest() {
        viewModel.useTheBest();
        if (viewModel.problemProperty().get() == null) {
            showTrain.run();
        }
    }
}
