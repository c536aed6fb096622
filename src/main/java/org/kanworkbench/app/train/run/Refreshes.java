package org.kanworkbench.app.train.run;

import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import org.kanworkbench.app.work.Cadence;

/**
 * How often what a run tells is shown: as often as a person can follow it, not as often as it is told. What is drawn takes cores from the
 * run.
 */
public final class Refreshes {

    /**
     * Networks of more parameters than this take a view of their edges some ten milliseconds to measure and draw; what moves in between is
     * asked for by itself, see {@code Run.glimpse}.
     */
    private static final long LARGE = 20_000;

    private final Beat smallWeights = new Beat(30);
    private final Beat largeWeights = new Beat(2);
    private final Beat pictures = new Beat(30);
    private final Beat figures = new Beat(4);
    private final Beat tables = new Beat(1);

    private static final class Beat {
        private final Cadence cadence;
        private final ReadOnlyLongWrapper count = new ReadOnlyLongWrapper();
        private boolean wanted;

        Beat(int timesASecond) {
            cadence = new Cadence(timesASecond);
        }

        public void show(long now, boolean atOnce) {
            if (wanted && (cadence.due(now) || atOnce)) {
                wanted = false;
                count.set(count.get() + 1);
            }
        }
    }

    /**
     * There is something new to be shown.
     *
     * @param parameters of the network that is trained
     */
    public void request(long parameters) {
        (parameters > LARGE ? largeWeights : smallWeights).wanted = true;
        pictures.wanted = true;
        figures.wanted = true;
        tables.wanted = true;
    }

    /**
     * Lets what is due be shown, weights first.
     *
     * @param now of the frame, in nanoseconds
     * @param atOnce whether all that waits is due
     */
    public void show(long now, boolean atOnce) {
        smallWeights.show(now, atOnce);
        largeWeights.show(now, atOnce);
        pictures.show(now, atOnce);
        figures.show(now, atOnce);
        tables.show(now, atOnce);
    }

    /** Grows when all panes are to get the newest weights of a small network: at most 30 times a second. */
    public ReadOnlyLongProperty smallWeightsProperty() {
        return smallWeights.count.getReadOnlyProperty();
    }

    /** The same of a large one, at most twice a second. */
    public ReadOnlyLongProperty largeWeightsProperty() {
        return largeWeights.count.getReadOnlyProperty();
    }

    /** Grows when pictures that move are to be drawn anew: at most 30 times a second. */
    public ReadOnlyLongProperty picturesProperty() {
        return pictures.count.getReadOnlyProperty();
    }

    /** Grows when numbers that are read, and the curves that end at them, are: at most 4 times a second. */
    public ReadOnlyLongProperty figuresProperty() {
        return figures.count.getReadOnlyProperty();
    }

    /** Grows when the confusion matrix is: at most once a second. */
    public ReadOnlyLongProperty tablesProperty() {
        return tables.count.getReadOnlyProperty();
    }
}
