package org.kanworkbench.optimize;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * L-BFGS over the whole data (Liu and Nocedal, 1989) with a line search to the strong Wolfe conditions (Nocedal and Wright,
 * Numerical Optimization, algorithms 3.5, 3.6 and 7.5). Deterministic. A loss that is not finite counts as too long a step.
 * What the objective throws leaves the last step's end as it was.
 */
public final class Lbfgs {

    /** Pairs of steps and gradient differences that are remembered. */
    public static final int HISTORY = 10;

    private static final double SUFFICIENT_DECREASE = 1e-4;
    private static final double CURVATURE = 0.9;
    private static final int MOST_TRIALS = 25;
    /** Gradients and relative gains below which nothing is to be gained. */
    private static final double LEAST_GRADIENT = 1e-14;

    private static final double LEAST_GAIN = 1e-15;

    /** A loss and its gradient. */
    public interface Objective {
        /**
         * @param x may be overwritten by the nearest place that can be evaluated, as one in float32
         * @param gradient overwritten
         */
        double at(double[] x, double[] gradient);
    }

    /** How the pairs are kept. */
    public enum History {
        FLOAT64,
        /** Rounded to float32, so that files of such numbers hold them. */
        FLOAT32
    }

    /** @param steps that were taken */
    public record Result(double[] x, double loss, int steps) {}

    /** A step, the change of the gradient along it, and their dot product. */
    public record Pair(double[] step, double[] change, double product) {
        public Pair(double[] step, double[] change) {
            this(step, change, dot(step, change));
        }
    }

    /**
     * A place on the line that is searched.
     *
     * @param number of the evaluation, from 0
     */
    private record Trial(double length, double loss, double slope, double[] x, double[] gradient, int number) {
        boolean finite() {
            return Double.isFinite(loss) && Double.isFinite(slope);
        }
    }

    private final Objective objective;
    private final double[] start;
    private final History history;
    private final Deque<Pair> pairs = new ArrayDeque<>();
    /** Null until the start has been evaluated. */
    private Trial at;

    private int evaluations;

    /** @param start not copied */
    public Lbfgs(Objective objective, double[] start, History history) {
        this.objective = objective;
        this.start = start;
        this.history = history;
    }

    /**
     * Steps until there are so many, nothing is gained, or it is to stop.
     *
     * @param stop asked before every step
     */
    public static Result minimise(Objective objective, double[] start, int steps, BooleanSupplier stop) {
        Lbfgs lbfgs = new Lbfgs(objective, start.clone(), History.FLOAT64);
        lbfgs.begin();
        int step = 0;
        boolean gains = true;
        while (gains && step < steps && !stop.getAsBoolean()) {
            double before = lbfgs.loss();
            gains = lbfgs.step();
            step += gains ? 1 : 0;
            gains &= before - lbfgs.loss() > LEAST_GAIN * Math.abs(before);
        }
        return new Result(lbfgs.x(), lbfgs.loss(), step);
    }

    /** Evaluates the start, unless that has been done. */
    public void begin() {
        if (at == null) {
            double[] gradient = new double[start.length];
            double loss = objective.at(start, gradient);
            at = new Trial(0, loss, 0, start, gradient, evaluations++);
        }
    }

    /** Takes a step; false, and nothing has changed, if none lowers the loss. Call {@link #begin} before the first. */
    public boolean step() {
        while (norm(at.gradient) > LEAST_GRADIENT) {
            double[] direction = direction(at.gradient);
            double slope = dot(direction, at.gradient);
            if (!(slope < 0)) {
                pairs.clear();
                direction = direction(at.gradient);
                slope = dot(direction, at.gradient);
            }
            double first = pairs.isEmpty() ? Math.min(1, 1 / sum(at.gradient)) : 1;
            Trial next = search(at, direction, slope, first);
            if (next != null && next.loss < at.loss) {
                remember(at, next);
                at = next;
                return true;
            }
            if (pairs.isEmpty()) {
                break;
            }
            pairs.clear();
        }
        return false;
    }

    /** Where the last step ended; not to be changed. */
    public double[] x() {
        return at.x;
    }

    /** The loss there. */
    public double loss() {
        return at.loss;
    }

    /** The number of the evaluation there, from 0. */
    public int evaluation() {
        return at.number;
    }

    /** The pairs that the next direction is made of, the oldest first. */
    public List<Pair> pairs() {
        return List.copyOf(pairs);
    }

    /** Takes the pairs of another minimisation that was interrupted at the start of this one. */
    public void resume(List<Pair> before) {
        pairs.addAll(before);
    }

    private void remember(Trial from, Trial to) {
        Pair pair = new Pair(kept(difference(to.x, from.x)), kept(difference(to.gradient, from.gradient)));
        if (pair.product > 1e-16 * dot(pair.change, pair.change)) {
            pairs.addLast(pair);
            if (pairs.size() > HISTORY) {
                pairs.removeFirst();
            }
        }
    }

    private double[] kept(double[] values) {
        for (int i = 0; history == History.FLOAT32 && i < values.length; i++) {
            values[i] = (float) values[i];
        }
        return values;
    }

    /** -H·g by the two loops. */
    private double[] direction(double[] gradient) {
        double[] q = gradient.clone();
        double[] shares = new double[pairs.size()];
        int k = shares.length;
        for (Iterator<Pair> newest = pairs.descendingIterator(); newest.hasNext(); ) {
            Pair pair = newest.next();
            shares[--k] = dot(pair.step, q) / pair.product;
            add(q, -shares[k], pair.change);
        }
        if (!pairs.isEmpty()) {
            Pair last = pairs.getLast();
            scale(q, last.product / dot(last.change, last.change));
        }
        for (Pair pair : pairs) {
            add(q, shares[k++] - dot(pair.change, q) / pair.product, pair.step);
        }
        scale(q, -1);
        return q;
    }

    private Trial search(Trial from, double[] direction, double slope, double first) {
        Trial origin = new Trial(0, from.loss, slope, from.x, from.gradient, from.number);
        Trial before = origin;
        double length = first;
        for (int trial = 0; trial < MOST_TRIALS; trial++) {
            Trial here = trial(origin, direction, length);
            if (!here.finite()
                    || here.loss > origin.loss + SUFFICIENT_DECREASE * length * slope
                    || trial > 0 && here.loss >= before.loss) {
                return zoom(origin, direction, before, here, MOST_TRIALS - trial);
            }
            if (Math.abs(here.slope) <= -CURVATURE * slope) {
                return here;
            }
            if (here.slope >= 0) {
                return zoom(origin, direction, here, before, MOST_TRIALS - trial);
            }
            before = here;
            length *= 2;
        }
        return before;
    }

    /** Between the best place so far and one beyond a minimum. */
    private Trial zoom(Trial origin, double[] direction, Trial best, Trial end, int trials) {
        Trial low = best;
        Trial high = end;
        for (int trial = 0; trial < trials; trial++) {
            double width = Math.abs(high.length - low.length);
            if (width < 1e-12 * Math.max(1, low.length)) {
                break;
            }
            Trial here = trial(origin, direction, between(low, high));
            if (!here.finite()
                    || here.loss > origin.loss + SUFFICIENT_DECREASE * here.length * origin.slope
                    || here.loss >= low.loss) {
                high = here;
            } else {
                if (Math.abs(here.slope) <= -CURVATURE * origin.slope) {
                    return here;
                }
                if (here.slope * (high.length - low.length) >= 0) {
                    high = low;
                }
                low = here;
            }
        }
        return low.length == 0 ? null : low;
    }

    /** The minimum of the cubic through both, kept away from the ends; the middle where one end has no value. */
    private static double between(Trial low, Trial high) {
        double middle = (low.length + high.length) / 2;
        if (!high.finite()) {
            return middle;
        }
        double d1 = low.slope + high.slope - 3 * (low.loss - high.loss) / (low.length - high.length);
        double square = d1 * d1 - low.slope * high.slope;
        if (!(square >= 0)) {
            return middle;
        }
        double d2 = Math.signum(high.length - low.length) * Math.sqrt(square);
        double length =
                high.length - (high.length - low.length) * (high.slope + d2 - d1) / (high.slope - low.slope + 2 * d2);
        double margin = 0.1 * Math.abs(high.length - low.length);
        double least = Math.min(low.length, high.length) + margin;
        double most = Math.max(low.length, high.length) - margin;
        return Double.isFinite(length) ? Math.clamp(length, least, most) : middle;
    }

    private Trial trial(Trial origin, double[] direction, double length) {
        double[] x = origin.x.clone();
        add(x, length, direction);
        double[] gradient = new double[x.length];
        double loss = objective.at(x, gradient);
        return new Trial(length, loss, dot(gradient, direction), x, gradient, evaluations++);
    }

    private static void add(double[] to, double factor, double[] what) {
        for (int i = 0; i < to.length; i++) {
            to[i] += factor * what[i];
        }
    }

    private static void scale(double[] x, double factor) {
        for (int i = 0; i < x.length; i++) {
            x[i] *= factor;
        }
    }

    private static double[] difference(double[] a, double[] b) {
        double[] c = a.clone();
        add(c, -1, b);
        return c;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double sum(double[] a) {
        double sum = 0;
        for (double v : a) {
            sum += Math.abs(v);
        }
        return sum;
    }

    private static double norm(double[] a) {
        return Math.sqrt(dot(a, a));
    }
}
