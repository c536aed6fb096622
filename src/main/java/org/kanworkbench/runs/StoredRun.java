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
 * @param description what was known as it began
 * @param title what a person calls it; empty for its preset
 * @param seconds time trained, pauses excluded
 * @param epochs done, with fraction; of work that is no training, parts
 * @param bestAccuracy the best share of scored rows at an epoch's end, 0 to 1
 * @param message why it failed, or what work that is no training came to; empty otherwise
 */
public record StoredRun(
        long id,
        RunDescription description,
        String title,
        RunState state,
        Optional<Instant> ended,
        double seconds,
        double epochs,
        OptionalDouble bestAccuracy,
        OptionalDouble bestEpoch,
        OptionalDouble lastAccuracy,
        OptionalDouble lastLoss,
        String message,
        String notes,
        List<String> tags) {

    public StoredRun {
        tags = List.copyOf(tags);
    }

    /** What people read of it without its number: its title, else its preset. */
    public String shownTitle() {
        return title.isEmpty() ? description.preset() : title;
    }

    /** What people read of it everywhere, for instance {@code kal-net #6}. */
    public String shownName() {
        return shownTitle() + " #" + id;
    }

    /** What a run was configured as. */
    public Configuration parsedConfiguration() throws ModelFileException {
        return ConfigurationText.parse(description.configuration(), "run " + id);
    }
}
