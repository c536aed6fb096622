package org.kanworkbench.noise.live;

import org.kanworkbench.data.function.Points;
import org.kanworkbench.engine.NonFiniteException;
import org.kanworkbench.noise.fit.Decibels;
import org.kanworkbench.noise.training.Fitted;
import org.kanworkbench.noise.training.NetworkTraining;

/** One model of a live fit, on the fit's thread. */
abstract sealed class LiveModel {

    private final LiveEvent.Profile profile;

    private LiveModel(LiveEvent.Profile profile) {
        this.profile = profile;
    }

    LiveEvent.Profile profile() {
        return profile;
    }

    abstract void advance(int steps);

    abstract Fitted fitted();

    abstract double fitMs();

    abstract boolean diverged();

    LiveEvent.Progress progress(Points training, Points test) {
        Fitted now = fitted();
        double[] predictions = now.predict(training.x());
        double[] residuals = new double[predictions.length];
        for (int row = 0; row < residuals.length; row++) {
            residuals[row] = training.y()[row] - predictions[row];
        }
        double testMse = test.meanSquaredError(now.predict(test.x()));
        return new LiveEvent.Progress(
                profile.name(),
                now,
                residuals,
                training.meanSquaredError(predictions),
                testMse,
                Decibels.ratio(test.variance(), testMse),
                fitMs(),
                diverged());
    }

    /** A network in training. */
    static final class Training extends LiveModel {
        private final NetworkTraining training;
        private Fitted last;
        private double fitMs;
        private boolean diverged;

        Training(LiveEvent.Profile profile, NetworkTraining training) {
            super(profile);
            this.training = training;
            last = training.fitted();
        }

        @Override
        void advance(int steps) {
            if (diverged) {
                return;
            }
            long start = System.nanoTime();
            try {
                training.advance(steps);
            } catch (NonFiniteException _) {
                diverged = true;
            }
            fitMs += (System.nanoTime() - start) / 1e6;
            if (!diverged) {
                last = training.fitted();
            }
        }

        @Override
        Fitted fitted() {
            return last;
        }

        @Override
        double fitMs() {
            return fitMs;
        }

        @Override
        boolean diverged() {
            return diverged;
        }
    }

    /** A baseline, fitted immediately. */
    static final class Ready extends LiveModel {
        private final Fitted fitted;
        private final double fitMs;

        Ready(LiveEvent.Profile profile, Fitted fitted, double fitMs) {
            super(profile);
            this.fitted = fitted;
            this.fitMs = fitMs;
        }

        @Override
        void advance(int steps) {}

        @Override
        Fitted fitted() {
            return fitted;
        }

        @Override
        double fitMs() {
            return fitMs;
        }

        @Override
        boolean diverged() {
            return false;
        }
    }
}
