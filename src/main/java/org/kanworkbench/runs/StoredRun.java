package org.kanworkbench.runs;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.model.ConfigurationText;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Measure;

/**
 * A run as the store lists it.
 *
 * @param id its number on this machine
 * @param description from its start
 * @param title the user's title; empty for its preset
 * @param seconds training time, pauses excluded [s]
 * @param epochs completed epochs with fraction, or parts of other work
 * @param measure of its scores
 * @param bestScore the best at an epoch's end, or of the weights that the run left
 * @param untested whether it had no test set, as a search's trials, so that scores and loss are those on its validation samples
 * @param message why it failed, or the result of other work than training; empty otherwise
 */
public record StoredRun(
        long id,
        RunDescription description,
        String title,
        RunState state,
        Optional<Instant> ended,
        double seconds,
        double epochs,
        Measure measure,
        OptionalDouble bestScore,
        OptionalDouble bestEpoch,
        OptionalDouble lastScore,
        OptionalDouble lastLoss,
        boolean untested,
        String message,
        String notes,
        List<String> tags) {

    /** What the tag that names a training's search begins with. */
    public static final String OF_SEARCH = "search-";

    /** The tag of a trial that its search has ended early. */
    public static final String PRUNED = "pruned";

    public StoredRun {
        tags = List.copyOf(tags);
    }

    /** Whether it is a training of a search, one of its trials or of those that confirm it. */
    public boolean ofSearch() {
        return tags.stream().anyMatch(tag -> tag.startsWith(OF_SEARCH));
    }

    /** Whether it is a trial that its search has ended early; nothing of it is kept to go on from. */
    public boolean pruned() {
        return state == RunState.STOPPED && ofSearch() && tags.contains(PRUNED);
    }

    public boolean resumable() {
        return state.resumable() && !pruned();
    }

    /** The display name without number: its title, or else its preset. */
    public String shownTitle() {
        return title.isEmpty() ? description.preset() : title;
    }

    /** The display name, for instance {@code kal-net #6}. */
    public String shownName() {
        return shownTitle() + " #" + id;
    }

    /** The configuration of a run. */
    public Configuration parsedConfiguration() throws ModelFileException {
        return ConfigurationText.parse(description.configuration(), "run " + id);
    }
}
