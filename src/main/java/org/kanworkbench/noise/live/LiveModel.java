package org.kanworkbench.noise.live;

import org.kanworkbench.data.function.Points;
import org.kanworkbench.engine.NonFiniteException;
import org.kanworkbench.noise.fit.Decibels;
import org.kanworkbench.noise.training.Fitted;
import org.kanworkbench.noise.training.NetworkTraining;

/** One model of a live fit, on the fit's thread. */
final class LiveModel {

    private final LiveEvent.Profile profile;
    /** Null for a baseline, which is fitted already. */
    private final NetworkTraining training;

    private Fitted fitted;
    private double fitMs;
    private boolean diverged;

    /** A network in training. */
    LiveModel(LiveEvent.Profile profile, NetworkTraining training) {
        this.profile = profile;
        this.training = training;
        fitted = training.fitted();
    }

    /** A baseline. */
    LiveModel(LiveEvent.Profile profile, Fitted fitted, double fitMs) {
        this.profile = profile;
        this.training = null;
        this.fitted = fitted;
        this.fitMs = fitMs;
    }

    LiveEvent.Profile profile() {
        return profile;
    }

    void advance(int steps) {
        if (training == null || diverged) {
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
            fitted = training.fitted();
        }
    }

    LiveEvent.Progress progress(Points training, Points test) {
        double[] predictions = fitted.predict(training.x());
        double[] residuals = new double[predictions.length];
        for (int row = 0; row < residuals.length; row++) {
            residuals[row] = training.y()[row] - predictions[row];
        }
        double testMse = test.meanSquaredError(fitted.predict(test.x()));
        return new LiveEvent.Progress(
                profile.name(), fitted, residuals, testMse, Decibels.ratio(test.variance(), testMse), fitMs, diverged);
    }
}
