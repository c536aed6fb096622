package org.kanworkbench.runs;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.model.ConfigurationText;
import org.kanworkbench.training.Configuration;

/**
 * A run as the store lists it.
 *
 * @param id its number on this machine
 * @param name its name on every machine, also that of its folder
 * @param title what a person calls it; empty for its preset
 * @param configuration as JSON, for a training that of a configuration file
 * @param configurationKey the same for runs that differ in nothing but seed and threads
 * @param plannedEpochs of work that is no training, its parts: fits of a sweep, schemes of a comparison
 * @param seconds time trained, pauses excluded
 * @param epochs done, with fraction; parts likewise
 * @param bestAccuracy the best share of scored rows at an epoch's end, 0 to 1
 * @param message why it failed, or what work that is no training came to; empty otherwise
 * @param environment versions and machine that it was trained with, in words
 */
public record StoredRun(
        long id,
        String name,
        String title,
        RunKind kind,
        RunState state,
        String preset,
        String dataset,
        long seed,
        String engine,
        long parameters,
        String configuration,
        String configurationKey,
        int plannedEpochs,
        Instant started,
        Optional<Instant> ended,
        double seconds,
        double epochs,
        OptionalDouble bestAccuracy,
        OptionalDouble bestEpoch,
        OptionalDouble lastAccuracy,
        OptionalDouble lastLoss,
        String message,
        String notes,
        List<String> tags,
        String environment) {

    public StoredRun {
        tags = List.copyOf(tags);
    }

    /** What people read of it without its number: its title, else its preset. */
    public String shownTitle() {
        return title.isEmpty() ? preset : title;
    }

    /** What people read of it everywhere, for instance {@code kal-net #6}. */
    public String shownName() {
        return shownTitle() + " #" + id;
    }

    /** What a run was configured as. */
    public Configuration parsedConfiguration() throws ModelFileException {
        return ConfigurationText.parse(configuration, "run " + id);
    }

    /** The same run of another configuration. */
    public StoredRun configured(String text, String key) {
        return new StoredRun(
                id,
                name,
                title,
                kind,
                state,
                preset,
                dataset,
                seed,
                engine,
                parameters,
                text,
                key,
                plannedEpochs,
                started,
                ended,
                seconds,
                epochs,
                bestAccuracy,
                bestEpoch,
                lastAccuracy,
                lastLoss,
                message,
                notes,
                tags,
                environment);
    }
}
