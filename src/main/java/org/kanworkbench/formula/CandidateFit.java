package org.kanworkbench.formula;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.kanworkbench.formula.network.CandidateFunction;
import org.kanworkbench.formula.network.CandidateFunction.Freedom;
import org.kanworkbench.formula.network.Edge;
import org.kanworkbench.optimize.LevenbergMarquardt;

/**
 * A function c·f(a·x + b) + d fitted to a curve: first over a mesh of a and b that is as fine as the function's curves need,
 * c and d by linear least squares, on some of the points; then all four numbers by least squares on more, from the best places
 * of the mesh. Only where f is finite at every point.
 *
 * @param edge the fitted function
 * @param r2 coefficient of determination at all points
 */
public record CandidateFit(Edge.Function edge, double r2) {

    /** Points of the mesh's search, and of the fit. */
    private static final int FEW = 64;

    private static final int MORE = 256;
    /** Places of the mesh to go on from. */
    private static final int STARTS = 5;

    private static final int STEPS = 100;
    /** Unexplained share that counts as none. */
    private static final double EXACT = 1e-10;

    /** Waves over the range, as a half-range times a frequency. */
    private static final double MOST_FREQUENCY = 60;

    /** A place of the mesh over x scaled to -1 … 1. */
    private record Start(double a, double b, double r2) {}

    /** Better and simpler ones first: a step of complexity weighs as a factor of two in what is left unexplained. */
    public static final Comparator<CandidateFit> BEST =
            Comparator.comparingDouble(fit -> Math.log(1 - fit.r2 + 1e-9) / Math.log(2)
                    + fit.edge.function().complexity()
                    + fit.edge.function().freedom().numbers());

    /**
     * Every function's best fit, best first; without those that fit nothing, and without functions more complex than one that
     * fits without error.
     *
     * @param x places, in any order
     * @param y the curve there
     */
    public static List<CandidateFit> rank(double[] x, double[] y, List<CandidateFunction> functions) {
        Points points = Points.of(x, y);
        Points few = points.some(FEW);
        Points more = points.some(MORE);
        List<CandidateFit> fits = new ArrayList<>();
        for (List<CandidateFunction> alike : functions.stream()
                .collect(Collectors.groupingBy(CandidateFunction::complexity, TreeMap::new, Collectors.toList()))
                .values()) {
            List<CandidateFit> fitted = alike.parallelStream()
                    .map(function -> points.fit(function, few, more))
                    .filter(fit -> fit.r2 > 0)
                    .toList();
            fits.addAll(fitted);
            if (fitted.stream().anyMatch(fit -> 1 - fit.r2 < EXACT)) {
                break;
            }
        }
        fits.sort(BEST);
        return fits;
    }

    /** A curve, its points in ascending order. */
    private record Points(double[] x, double[] y, double middle, double half) {

        static Points of(double[] x, double[] y) {
            int[] order = IntStream.range(0, x.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble(i -> x[i]))
                    .mapToInt(Integer::intValue)
                    .toArray();
            double[] sortedX = Arrays.stream(order).mapToDouble(i -> x[i]).toArray();
            double[] sortedY = Arrays.stream(order).mapToDouble(i -> y[i]).toArray();
            double low = sortedX[0];
            double high = sortedX[sortedX.length - 1];
            double half = high > low ? (high - low) / 2 : 1;
            return new Points(sortedX, sortedY, (low + high) / 2, half);
        }

        /** So many points, evenly over their ranks, the ends among them; x scaled to -1 … 1. */
        Points some(int count) {
            int n = Math.min(count, x.length);
            double[] someX = new double[n];
            double[] someY = new double[n];
            for (int i = 0; i < n; i++) {
                int rank = n == 1 ? 0 : (int) ((long) i * (x.length - 1) / (n - 1));
                someX[i] = (x[rank] - middle) / half;
                someY[i] = y[rank];
            }
            return new Points(someX, someY, 0, 1);
        }

        /**
         * @param few of the points, scaled
         * @param more likewise
         */
        CandidateFit fit(CandidateFunction function, Points few, Points more) {
            boolean line = function.freedom() == Freedom.SHIFT || function.freedom() == Freedom.SCALE;
            Edge.Function best = new Edge.Function(function, 1, 0, 0, 0);
            double bestR2 = -1;
            for (Start start : (line ? more : few).mesh(function)) {
                Edge.Function refined = more.refined(more.linear(function, start.a, start.b));
                // Back to x as it was.
                double a = refined.a() / half;
                Edge.Function edge = new Edge.Function(function, a, refined.b() - a * middle, refined.c(), refined.d());
                double r2 = r2(edge);
                if (r2 > bestR2) {
                    bestR2 = r2;
                    best = edge;
                }
            }
            return new CandidateFit(best, bestR2);
        }

        private double r2(Edge.Function edge) {
            double[] f = values(edge.function(), edge.a(), edge.b());
            double mean = Arrays.stream(y).average().orElse(0);
            double error = 0;
            double total = 0;
            for (int i = 0; i < x.length; i++) {
                double e = edge.c() * f[i] + edge.d() - y[i];
                error += e * e;
                total += (y[i] - mean) * (y[i] - mean);
            }
            return total == 0 || !Double.isFinite(error) ? -1 : 1 - error / total;
        }

        /** f(a·x + b). */
        private double[] values(CandidateFunction function, double a, double b) {
            return function.value().values(new double[][] {arguments(a, b)}, x.length);
        }

        private double[] arguments(double a, double b) {
            double[] u = new double[x.length];
            for (int i = 0; i < u.length; i++) {
                u[i] = a * x[i] + b;
            }
            return u;
        }

        /** The best places of the mesh, no two beside each other. */
        private List<Start> mesh(CandidateFunction function) {
            List<Start> starts = new ArrayList<>();
            for (double[] scaleAndShifts : meshOf(function.freedom())) {
                double a = scaleAndShifts[0];
                Start best = null;
                for (int k = 1; k < scaleAndShifts.length; k++) {
                    double r2 = r2(function, a, scaleAndShifts[k]);
                    if (best == null || r2 > best.r2) {
                        best = new Start(a, scaleAndShifts[k], r2);
                    }
                }
                starts.add(best);
            }
            return starts.stream()
                    .filter(start -> start.r2 > 0)
                    .sorted(Comparator.comparingDouble(Start::r2).reversed())
                    .limit(STARTS)
                    .toList();
        }

        /** Squared correlation of f(a·x + b) and y: what is explained with the best c and d. */
        private double r2(CandidateFunction function, double a, double b) {
            // Most places where f is not defined at every point show it at an end.
            double[] ends = {a * x[0] + b, a * x[x.length - 1] + b};
            for (double end : function.value().values(new double[][] {ends}, ends.length)) {
                if (!Double.isFinite(end)) {
                    return -1;
                }
            }
            double n = x.length;
            double[] f = values(function, a, b);
            double sumF = 0;
            double sumY = 0;
            double ff = 0;
            double fy = 0;
            double yy = 0;
            for (int i = 0; i < f.length; i++) {
                sumF += f[i];
                sumY += y[i];
                ff += f[i] * f[i];
                fy += f[i] * y[i];
                yy += y[i] * y[i];
            }
            double varF = ff - sumF * sumF / n;
            double varY = yy - sumY * sumY / n;
            double covariance = fy - sumF * sumY / n;
            // What hardly varies is fitted by rounding errors.
            return varF > 1e-12 * ff && varY > 0 ? covariance * covariance / (varF * varY) : -1;
        }

        private Edge.Function linear(CandidateFunction function, double a, double b) {
            double[] f = values(function, a, b);
            double n = x.length;
            double meanF = 0;
            double meanY = 0;
            for (int i = 0; i < f.length; i++) {
                meanF += f[i] / n;
                meanY += y[i] / n;
            }
            double ff = 0;
            double fy = 0;
            for (int i = 0; i < f.length; i++) {
                double v = f[i] - meanF;
                ff += v * v;
                fy += v * (y[i] - meanY);
            }
            double c = ff == 0 ? 0 : fy / ff;
            return new Edge.Function(function, a, b, c, meanY - c * meanF);
        }

        private Edge.Function refined(Edge.Function start) {
            CandidateFunction function = start.function();
            if (function.freedom() == Freedom.NONE) {
                return start;
            }
            double[] numbers = new double[4];
            start.write(numbers, 0);
            LevenbergMarquardt.Result result = LevenbergMarquardt.minimise(
                    x.length,
                    new LevenbergMarquardt.Residuals() {
                        private double[] u;
                        private double[] f;

                        @Override
                        public void at(double[] p, double[] residuals) {
                            u = arguments(p[0], p[1]);
                            f = function.value().values(new double[][] {u}, u.length);
                            for (int i = 0; i < f.length; i++) {
                                residuals[i] = p[2] * f[i] + p[3] - y[i];
                            }
                        }

                        @Override
                        public void jacobian(double[] p, double[][] columns) {
                            double[] slopes = function.slope().values(new double[][] {u}, u.length);
                            for (int i = 0; i < f.length; i++) {
                                double slope = p[2] * slopes[i];
                                columns[0][i] = slope * x[i];
                                columns[1][i] = slope;
                                columns[2][i] = f[i];
                                columns[3][i] = 1;
                            }
                        }
                    },
                    numbers,
                    STEPS,
                    1e-4,
                    () -> false);
            return (Edge.Function) start.read(result.x(), 0);
        }
    }

    /** Scales, each with the shifts to try. */
    private static List<double[]> meshOf(Freedom freedom) {
        List<double[]> mesh = new ArrayList<>();
        switch (freedom) {
            case NONE -> mesh.add(new double[] {1, 0});
            case SHIFT -> {
                // The place where u is 0, within the range and beyond, more sparsely the farther.
                double[] places = {
                    0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97, 1.001, 1.02, 1.05, 1.1, 1.2, 1.4, 1.7,
                    2, 2.5, 3, 4, 6, 10, 20
                };
                for (double place : places) {
                    for (double side : new double[] {-1, 1}) {
                        mesh.add(new double[] {1, side * place});
                        mesh.add(new double[] {-1, side * place});
                    }
                }
            }
            case SCALE -> {
                for (double a = 0.02; a < 40; a *= 1.3) {
                    mesh.add(new double[] {a, 0});
                    mesh.add(new double[] {-a, 0});
                }
            }
            case BOTH, ALL -> {
                for (double a = 0.05; a < 60; a *= 1.4) {
                    double[] line = new double[1 + 33];
                    line[0] = a;
                    for (int k = 0; k < 33; k++) {
                        double place = (k - 16) / 16.0;
                        line[1 + k] = -a * 1.5 * place - place * Math.abs(place) * 3;
                    }
                    mesh.add(line);
                    if (freedom == Freedom.ALL) {
                        double[] mirrored = line.clone();
                        mirrored[0] = -a;
                        mesh.add(mirrored);
                    }
                }
            }
            case WAVE -> {
                for (double a = 0.03; a < MOST_FREQUENCY; a += Math.clamp(a, 0.03, 0.5) * (a < 1 ? 0.5 : 1)) {
                    double[] line = new double[1 + 17];
                    line[0] = a;
                    for (int k = 0; k < 17; k++) {
                        line[1 + k] = (k - 8) * Math.PI / 8;
                    }
                    mesh.add(line);
                }
            }
        }
        return mesh;
    }
}
