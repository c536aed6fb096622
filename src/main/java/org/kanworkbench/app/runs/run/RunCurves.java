package org.kanworkbench.app.runs.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.kanworkbench.app.chart.Mark;
import org.kanworkbench.app.chart.PlotSeries;
import org.kanworkbench.app.chart.PlotSeries.Line;
import org.kanworkbench.runs.Metric;
import org.kanworkbench.runs.ProgressFile;
import org.kanworkbench.runs.RunEvent;
import org.kanworkbench.runs.StoreException;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.recording.Recording;
import org.kanworkbench.runs.store.RunStore;
import org.kanworkbench.training.Measure;
import org.kanworkbench.training.ScoreText;
import org.kanworkbench.training.TrainingEvent.Progress;

/**
 * A run with its evaluations, events and progress, in order.
 *
 * @param progress of a training, as it was seen live
 */
public record RunCurves(StoredRun run, List<Metric> metrics, List<RunEvent> events, List<Progress> progress) {

    public RunCurves {
        metrics = List.copyOf(metrics);
        events = List.copyOf(events);
        progress = List.copyOf(progress);
    }

    public static RunCurves read(RunStore store, StoredRun run) throws StoreException {
        return new RunCurves(run, store.metrics(run.id()), store.events(run.id()), new Recording(store).progress(run));
    }

    /** What curves lie over. */
    public enum Over {
        EPOCH("Epoch"),
        TIME("Training time, s");

        private final String title;

        Over(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }

    /** From epochs to places on an axis; between two evaluations, time goes evenly. */
    private DoubleUnaryOperator on(Over over) {
        if (over == Over.EPOCH) {
            return DoubleUnaryOperator.identity();
        }
        NavigableMap<Double, Double> seconds = new TreeMap<>(Map.of(0.0, 0.0));
        double before = 0;
        for (Metric m : metrics) {
            seconds.put(m.epoch(), before + m.seconds());
            before += m.epochEnd() ? m.seconds() : 0;
        }
        return epoch -> {
            Map.Entry<Double, Double> from = seconds.floorEntry(epoch);
            Map.Entry<Double, Double> to = seconds.higherEntry(epoch);
            return to == null
                    ? from.getValue()
                    : from.getValue()
                            + (to.getValue() - from.getValue())
                                    * (epoch - from.getKey())
                                    / (to.getKey() - from.getKey());
        };
    }

    /** An event at an epoch, as text. */
    public record Annotation(double epoch, String text) {

        /** For instance {@code 3} or {@code 0.42}. */
        public String epochText() {
            return String.format(Locale.ROOT, epoch == Math.rint(epoch) ? "%.0f" : "%.2f", epoch);
        }
    }

    /** Events, including the best epoch, ordered by epoch. */
    public List<Annotation> annotations() {
        List<Annotation> annotations = new ArrayList<>();
        events.forEach(event -> annotations.add(new Annotation(event.epoch(), event.text())));
        if (run.bestEpoch().isPresent() && run.bestScore().isPresent()) {
            annotations.add(new Annotation(
                    run.bestEpoch().getAsDouble(),
                    (run.untested() ? "Best validation " : "Best ") + ScoreText.name(run.measure()) + ", "
                            + ScoreText.of(run.measure(), run.bestScore())));
        }
        annotations.sort(Comparator.comparingDouble(Annotation::epoch));
        return annotations;
    }

    /** The same as marks of a chart; of several runs, with their names. */
    public static List<Mark> marks(List<RunCurves> runs, Map<Long, RunInk> inks, Over over) {
        return runs.stream()
                .flatMap(r -> {
                    DoubleUnaryOperator place = r.on(over);
                    return r.annotations().stream()
                            .map(annotation -> new Mark(
                                    place.applyAsDouble(annotation.epoch()),
                                    (runs.size() > 1 ? r.run().shownName() + ": " : "") + annotation.text(),
                                    inks.get(r.run().id()).series()));
                })
                .toList();
    }

    /** Learning rates changed during the run, with their epochs, as text; empty for none. */
    public String changedByHand() {
        return String.join(
                ", ",
                events.stream()
                        .filter(event -> event.kind() == RunEvent.Kind.LEARNING_RATE)
                        .map(event -> new Annotation(event.epoch(), event.valueText()))
                        .map(annotation -> "learning rate " + annotation.text() + " at epoch " + annotation.epochText())
                        .toList());
    }

    /** Losses of a run on its own. */
    public List<PlotSeries> losses(int colour) {
        return alone(colour, Progress::loss, Metric::trainLoss, Metric::testLoss, Metric::validationLoss);
    }

    private List<PlotSeries> alone(
            int colour,
            ToDoubleFunction<Progress> live,
            ToDoubleFunction<Metric> mean,
            ToDoubleFunction<Metric> test,
            Function<Metric, OptionalDouble> validation) {
        PlotSeries train = new PlotSeries("train", colour, Line.DENSE);
        record Point(long step, double epoch, double value) {}
        List<Point> points = Stream.concat(
                        progress.stream().map(p -> new Point(p.step(), p.epoch(), live.applyAsDouble(p))),
                        ProgressFile.unkept(progress, metrics).stream()
                                .map(m -> new Point(m.step(), m.epoch(), mean.applyAsDouble(m))))
                .sorted(Comparator.comparingLong(Point::step))
                .toList();
        long drawn = 0;
        for (Point point : points) {
            if (!ProgressFile.isNoise(point.step, drawn, train.size())) {
                train.add(point.epoch, point.value);
                drawn = point.step;
            }
        }
        List<PlotSeries> all = new ArrayList<>(List.of(train));
        if (!run.untested()) {
            all.add(series("test", colour, Line.DASHED, on(Over.EPOCH), test));
        }
        if (metrics.stream().anyMatch(m -> validation.apply(m).isPresent())) {
            PlotSeries held = new PlotSeries("validation", colour, Line.DOTTED);
            metrics.forEach(m -> validation.apply(m).ifPresent(score -> held.add(m.epoch(), score)));
            all.add(held);
        }
        return all;
    }

    /** Whether some runs have accuracies and others errors. */
    public static boolean mixed(List<StoredRun> runs) {
        return runs.stream().map(StoredRun::measure).distinct().count() > 1;
    }

    /** Those of the measure of the first run with scores: others cannot share an axis with it. */
    public static List<RunCurves> comparable(List<RunCurves> runs) {
        // Those without scores come last, whatever they are.
        Measure shown = runs.stream()
                .min(Comparator.comparing(r -> r.metrics().isEmpty()))
                .map(r -> r.run().measure())
                .orElse(Measure.ACCURACY);
        return runs.stream().filter(r -> r.run().measure() == shown).toList();
    }

    /** Scores of a run on its own. */
    public List<PlotSeries> scores(int colour) {
        return alone(colour, Progress::score, Metric::trainScore, Metric::testScore, Metric::validationScore);
    }

    /** One line per run. */
    public static List<PlotSeries> overlaid(
            List<RunCurves> runs, Map<Long, RunInk> inks, Over over, ToDoubleFunction<Metric> value) {
        return runs.stream()
                .map(r -> {
                    RunInk ink = inks.get(r.run().id());
                    return r.series(
                            r.run().shownName() + (r.run().untested() ? " (val)" : ""),
                            ink.series(),
                            ink.line(),
                            r.on(over),
                            value);
                })
                .toList();
    }

    private PlotSeries series(
            String name, int colour, Line line, DoubleUnaryOperator place, ToDoubleFunction<Metric> value) {
        PlotSeries series = new PlotSeries(name, colour, line);
        metrics.forEach(m -> series.add(place.applyAsDouble(m.epoch()), value.applyAsDouble(m)));
        return series;
    }
}
