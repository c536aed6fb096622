package org.kanworkbench.app.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.kanworkbench.app.controls.setting.Setting;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.trials.Clusters;

/**
 * Where the trials of a search, a sweep or a comparison run: on this computer, or on a cluster if the program was started
 * with a library for one. All panes share the choice. Use on the interface thread only.
 */
public final class RunOn {

    /** A place that can be chosen. */
    public enum Place {
        HERE("This computer"),
        CLUSTER("A Spark cluster");

        private final String label;

        Place(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    public final Setting<Place> place = Setting.choice(Place.HERE, Place::label);
    /** The address of a cluster's master; empty before one was typed. */
    public final Setting<String> master = new Setting<>("", text -> text, text -> text);
    /** File of the secret that the cluster was started with; empty for none. */
    public final Setting<String> secretFile =
            new Setting<>("", text -> Path.of(text).toString(), text -> text);
    /** Null before it was looked for: that takes a moment. */
    private Optional<Clusters> clusters;

    /** Reaches clusters in another way than by what the program was started with; for before there are panes. */
    public void reachBy(Clusters others) {
        clusters = Optional.of(others);
    }

    /** Whether there is anything to choose. */
    boolean offered() {
        if (clusters == null) {
            clusters = Clusters.found();
        }
        return clusters.isPresent();
    }

    /** @param listener told when another place is chosen */
    public void onChange(Runnable listener) {
        List.of(place, master, secretFile).forEach(setting -> setting.onChange(listener));
    }

    /** Whether a cluster is chosen. */
    public boolean elsewhere() {
        return offered() && place.get() == Place.CLUSTER;
    }

    /** Why nothing can run there, in one line; empty if something may. */
    public String obstacle() {
        if (!elsewhere()) {
            return "";
        }
        return master.get().isEmpty()
                ? "Write the address of the cluster's master, for instance spark://host:7077, or run on this computer."
                : secretFile.problemProperty().get();
    }

    /**
     * The same for trainings by an engine.
     *
     * @param where it is chosen, for instance {@code in Train}
     */
    public String obstacle(String engine, String where) {
        return obstacle().isEmpty() && elsewhere() && !engine.equals(Configuration.VECTOR)
                ? "Clusters train with the engine " + Configuration.VECTOR + " alone: choose it " + where
                        + ", or run on this computer."
                : obstacle();
    }

    /** Where a piece of work that begins now runs. */
    public Connection connection() {
        return elsewhere()
                ? new Connection(
                        clusters,
                        master.get(),
                        Optional.of(secretFile.get())
                                .filter(name -> !name.isEmpty())
                                .map(Path::of))
                : new Connection(Optional.empty(), "", Optional.empty());
    }
}
