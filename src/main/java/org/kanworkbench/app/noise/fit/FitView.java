package org.kanworkbench.app.noise.fit;

import java.util.ArrayList;
import java.util.List;
import org.kanworkbench.app.noise.settings.Candidate;
import org.kanworkbench.data.function.PointSource;
import org.kanworkbench.data.function.Points;
import org.kanworkbench.noise.fit.Probe;
import org.kanworkbench.noise.live.LiveEvent;
import org.kanworkbench.noise.live.LiveEvent.Progress;
import org.kanworkbench.training.ScoreText;

/**
 * A view of a fit in one frame: curves, maps and residuals, ready for drawing. Immutable.
 *
 * @param frame models after a number of steps; without models before a fit
 * @param x places along the looked-out line, in the input's units
 * @param truth true outputs at those places; NaN if the target is not a function
 * @param curves predictions at those places, one array per model
 * @param maps of the truth, if known, and of every model; empty for one input
 */
public record FitView(
        LiveEvent.Started started,
        LiveEvent.Frame frame,
        Lookout lookout,
        double[] x,
        double[] truth,
        List<double[]> curves,
        List<HeatMap> maps) {

    private static final int LINE = 301;

    /** Cells along an edge of a map. */
    static final int MAP = 40;

    /**
     * One function over the plane.
     *
     * @param values of {@link #MAP} × {@link #MAP} places, the first row where the input that goes up is largest
     */
    record HeatMap(String name, int series, double[] values) {}

    /** Of the truth, which is no model. */
    static final int NO_SERIES = -1;

    public FitView {
        curves = List.copyOf(curves);
        maps = List.copyOf(maps);
    }

    /** Points and truth, before there are models. */
    static FitView before(LiveEvent.Started started, Lookout lookout) {
        return of(started, new LiveEvent.Frame(0, List.of()), lookout);
    }

    /** Takes some milliseconds per model for several inputs. */
    static FitView of(LiveEvent.Started started, LiveEvent.Frame frame, Lookout wanted) {
        PointSource source = started.source();
        int inputs = source.inputs();
        Lookout lookout = wanted.inputs() == inputs ? wanted : Lookout.of(inputs);
        double[] held = lookout.held(source);
        double[] line = Probe.line(source, lookout.across(), held, LINE);
        double[] x = new double[LINE];
        for (int p = 0; p < LINE; p++) {
            x[p] = line[p * inputs + lookout.across()];
        }
        List<double[]> curves = new ArrayList<>();
        for (Progress model : frame.models()) {
            curves.add(model.fitted().predict(line));
        }
        return new FitView(
                started,
                frame,
                lookout,
                x,
                Probe.truth(source, line),
                curves,
                inputs == 1 ? List.of() : maps(source, frame, lookout, held));
    }

    private static List<HeatMap> maps(PointSource source, LiveEvent.Frame frame, Lookout lookout, double[] held) {
        double[] plane = Probe.plane(source, lookout.across(), lookout.up(), held, MAP, MAP);
        List<HeatMap> maps = new ArrayList<>();
        double[] truth = Probe.truth(source, plane);
        if (!Double.isNaN(truth[0])) {
            maps.add(new HeatMap("truth", NO_SERIES, truth));
        }
        for (Progress model : frame.models()) {
            maps.add(new HeatMap(
                    model.name(), Candidate.series(model.name()), model.fitted().predict(plane)));
        }
        return maps;
    }

    public PointSource source() {
        return started.source();
    }

    /** The deviations of noise and signal, and what they are of: outputs, or the looked-out input where that has the noise. */
    String noise() {
        Points clean = started.clean();
        Points training = started.training();
        double onInputs = distance(clean, training);
        double onTest = distance(source().test(), started.test());
        if (onInputs == 0 && onTest == 0) {
            return noise("training outputs", Math.sqrt(clean.meanSquaredError(training.y())), source().deviation());
        }
        return noise(
                (onInputs > 0 ? "training" : "test") + " inputs " + inputName(),
                Math.max(onInputs, onTest),
                source().deviation(lookout.across()));
    }

    private static String noise(String what, double noise, double signal) {
        return "σ noise " + ScoreText.significant(noise, 3) + ", σ signal " + ScoreText.significant(signal, 3) + " on "
                + what + ".";
    }

    /** Root mean square of how far the looked-out input lies apart. */
    private double distance(Points some, Points others) {
        double squares = 0;
        for (int row = 0; row < some.rows(); row++) {
            double apart = some.x(row, lookout.across()) - others.x(row, lookout.across());
            squares += apart * apart;
        }
        return Math.sqrt(squares / some.rows());
    }

    String inputName() {
        return source().inputNames().get(lookout.across());
    }

    public boolean known() {
        return !Double.isNaN(truth[0]);
    }
}
