package org.kanworkbench.app.train.run;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import org.kanworkbench.app.work.Cadence;

/**
 * Limits how often a run's events are shown: as often as perceptible, not as often as they arrive, since drawing takes
 * CPU time from the run.
 */
public final class Refreshes {

    /**
     * Networks of more parameters than this take a view of their edges some ten milliseconds to measure and draw; what moves in between is
     * asked for by itself, see {@code Run.requestLiveUpdate}.
     */
    private static final long LARGE = 20_000;

    /** What is shown anew, in this order. */
    public enum Part {
        /** All panes get the newest weights of a small network. */
        SMALL_WEIGHTS(30),
        /** The same of a large one. */
        LARGE_WEIGHTS(2),
        /** Pictures that move. */
        PICTURES(30),
        /** Numbers that are read, and the curves that end at them. */
        FIGURES(4),
        /** The confusion matrix. */
        TABLES(1);

        private final int timesASecond;

        Part(int timesASecond) {
            this.timesASecond = timesASecond;
        }
    }

    private final Map<Part, Cadence> cadences = new EnumMap<>(Part.class);
    private final Map<Part, ReadOnlyLongWrapper> counts = new EnumMap<>(Part.class);
    private final Set<Part> wanted = EnumSet.noneOf(Part.class);

    /** Shows nothing yet. */
    public Refreshes() {
        for (Part part : Part.values()) {
            cadences.put(part, new Cadence(part.timesASecond));
            counts.put(part, new ReadOnlyLongWrapper());
        }
    }

    /**
     * There is something new to be shown.
     *
     * @param parameters of the network that is trained
     */
    public void request(long parameters) {
        wanted.add(parameters > LARGE ? Part.LARGE_WEIGHTS : Part.SMALL_WEIGHTS);
        wanted.addAll(EnumSet.of(Part.PICTURES, Part.FIGURES, Part.TABLES));
    }

    /**
     * Lets what is due be shown, weights first.
     *
     * @param now of the frame, in nanoseconds
     * @param atOnce whether all that waits is due
     */
    public void show(long now, boolean atOnce) {
        for (Part part : Part.values()) {
            if (wanted.contains(part) && (cadences.get(part).due(now) || atOnce)) {
                wanted.remove(part);
                counts.get(part).set(counts.get(part).get() + 1);
            }
        }
    }

    /** Grows when a part is to be shown anew, at most as often as it says. */
    public ReadOnlyLongProperty of(Part part) {
        return counts.get(part).getReadOnlyProperty();
    }
}
