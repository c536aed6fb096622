package org.kanworkbench.plot;

import java.util.ArrayList;
import java.util.List;

/** The scale of an axis. */
public enum Scale {
    LINEAR {
        @Override
        public double transform(double value) {
            return value;
        }

        @Override
        public double invert(double position) {
            return position;
        }

        @Override
        public List<Double> ticks(double from, double to, int wanted) {
            double step = niceStep((to - from) / Math.max(1, wanted));
            List<Double> ticks = new ArrayList<>();
            for (long i = (long) Math.ceil(from / step - 1e-9); i * step <= to + 1e-9 * step; i++) {
                ticks.add(i * step);
            }
            return ticks;
        }
    },
    /** A logarithmic scale. */
    LOG {
        @Override
        public double transform(double value) {
            return Math.log10(Math.max(value, LEAST));
        }

        @Override
        public double invert(double position) {
            return Math.pow(10, position);
        }

        @Override
        public List<Double> ticks(double from, double to, int wanted) {
            double decades = transform(to) - transform(from);
            double[] within = decades > wanted ? new double[] {1} : decades > 1.2 ? WIDE : NARROW;
            int stride = Math.max(1, (int) Math.ceil(decades / Math.max(1, wanted)));
            List<Double> ticks = new ArrayList<>();
            int first = (int) Math.floor(transform(from));
            for (int decade = first; decade <= transform(to); decade += stride) {
                for (double digit : within) {
                    double tick = digit * Math.pow(10, decade);
                    if (tick >= from * (1 - 1e-9) && tick <= to * (1 + 1e-9)) {
                        ticks.add(tick);
                    }
                }
            }
            return ticks.size() >= 2 ? ticks : LINEAR.ticks(from, to, wanted);
        }
    },
    /** A scale for accuracies, logarithmic in the distance to 1: 99 % is as far from 90 % as 99.9 % from 99 %. */
    LOG_ERROR {
        @Override
        public double transform(double value) {
            return -Math.log10(Math.max(1 - value, 1e-5));
        }

        @Override
        public double invert(double position) {
            return 1 - Math.pow(10, -position);
        }

        @Override
        public List<Double> ticks(double from, double to, int wanted) {
            List<Double> ticks = new ArrayList<>();
            for (int decade = 0; decade < 5; decade++) {
                for (double error : new double[] {10, 5, 2}) {
                    double tick = 1 - error * Math.pow(10, -decade - 1);
                    if (tick >= from - 1e-12 && tick <= to + 1e-12) {
                        ticks.add(tick);
                    }
                }
            }
            return ticks.size() >= 2 ? ticks : LINEAR.ticks(from, to, wanted);
        }
    };

    private static final double LEAST = 1e-12;
    private static final double[] WIDE = {1, 2, 5};
    private static final double[] NARROW = {1, 1.5, 2, 3, 4, 5, 7};

    /** Whether a value can be placed on the scale. */
    public boolean shows(double value) {
        return Double.isFinite(value) && (this != LOG || value > 0);
    }

    /** The position on a linear axis. */
    public abstract double transform(double value);

    public abstract double invert(double position);

    /** Round values in the interval for a readable number of ticks. */
    public abstract List<Double> ticks(double from, double to, int wanted);

    /** The smallest 1, 2 or 5 times a power of ten that is at least the given value. */
    public static double niceStep(double least) {
        if (!(least > 0)) {
            return 1;
        }
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        for (double digit : new double[] {1, 2, 5}) {
            if (digit * power >= least * (1 - 1e-9)) {
                return digit * power;
            }
        }
        return 10 * power;
    }
}
