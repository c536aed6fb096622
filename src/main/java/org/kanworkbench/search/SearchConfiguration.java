package org.kanworkbench.search;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.json.VersionedJson;
import org.kanworkbench.network.recipe.RecipeField;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.search.pruner.Pruner;
import org.kanworkbench.search.sampler.ParetoFront;
import org.kanworkbench.search.sampler.Samplers;
import org.kanworkbench.search.setting.Settings;
import org.kanworkbench.search.space.Space;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Measure;

/**
 * What a search is, but for how long it goes on.
 *
 * @param base what trials train, with their values in place of its own; all with its seed, which is the sampler's as well
 * @param second another objective, by its word; empty for the validation score alone
 * @param asynchronous whether trials are proposed from all that have ended by then, which depends on the machine
 */
public record SearchConfiguration(
        Configuration base, Space space, Samplers sampler, Pruner pruner, String second, boolean asynchronous) {

    private static final int FORMAT = 1;
    private static final int NAME = 15;

    /** Share of the training samples that are held out for validation if the base says nothing. */
    private static final int HELD_OUT = 6;

    public SearchConfiguration {
        // Threads affect no result.
        base = base.withThreads(1);
        Settings.check(space);
        if (!second.isEmpty() && pruner != Pruner.NONE) {
            throw new IllegalArgumentException(
                    "a pruner compares one objective: leave it out, or the second objective");
        }
        if (!second.isEmpty() && sampler == Samplers.CMA_ES) {
            throw new IllegalArgumentException(
                    "CMA-ES follows one objective: choose another sampler, or leave out the second objective");
        }
        sampler.of(space, 0);
    }

    @JsonIgnore
    public Optional<Second> secondObjective() {
        return second.isEmpty() ? Optional.empty() : Optional.of(Second.valueOf(second.toUpperCase(Locale.ROOT)));
    }

    @JsonIgnore
    public Measure measure() {
        return Measure.of(base.recipe().loss());
    }

    /** A base with validation samples: its own, or a sixth of the training samples. */
    public static Configuration validated(Configuration base, Dataset dataset) {
        return base.recipe().selection().active()
                ? base
                : base.withRecipe(base.recipe()
                        .with(
                                RecipeField.VALIDATION_ROWS,
                                Math.max(1, dataset.train().size() / HELD_OUT)));
    }

    SearchConfiguration with(Configuration otherBase) {
        return new SearchConfiguration(otherBase, space, sampler, pruner, second, asynchronous);
    }

    /**
     * Whether a trial is to end now.
     *
     * @param curve its scores after each epoch so far
     * @param others that it competes with
     */
    boolean prunes(List<Double> curve, List<Pruner.Other> others) {
        return pruner.prunes(
                curve.stream().map(this::loss).toList(), others, base.recipe().epochs());
    }

    /** The loss that a score is, to be minimised. */
    public double loss(double score) {
        return measure() == Measure.ACCURACY ? -score : score;
    }

    /** What is to be minimised of a trial that did not fail. */
    public List<Double> losses(SearchTrial trial) {
        List<Double> losses = new ArrayList<>(trial.values());
        losses.set(0, loss(trial.score()));
        return losses;
    }

    /** The complete trial with the best validation score, of equal ones the first. */
    public Optional<SearchTrial> best(List<SearchTrial> trials) {
        return trials.stream()
                .filter(SearchTrial::complete)
                .min(Comparator.comparingDouble((SearchTrial trial) -> loss(trial.score()))
                        .thenComparingInt(SearchTrial::trial));
    }

    /** The complete trials of which none is better in one objective and as good in the other; one objective's best. */
    public List<SearchTrial> front(List<SearchTrial> trials) {
        if (second.isEmpty()) {
            return best(trials).stream().toList();
        }
        List<SearchTrial> complete =
                trials.stream().filter(SearchTrial::complete).toList();
        return ParetoFront.of(complete.stream().map(this::losses).toList()).stream()
                .map(complete::get)
                .toList();
    }

    /** As JSON. */
    public String text() {
        return VersionedJson.text(this, FORMAT);
    }

    /** @param where what messages call the text */
    public static SearchConfiguration parse(String text, String where) throws ModelFileException {
        return VersionedJson.read(text, where, FORMAT, SearchConfiguration.class);
    }

    /** A name that equal searches have, for their folder and their runs. */
    public String name() {
        byte[] text = text().getBytes(StandardCharsets.UTF_8);
        return StoredRun.OF_SEARCH
                + UUID.nameUUIDFromBytes(text).toString().substring(0, NAME - StoredRun.OF_SEARCH.length());
    }
}
