package org.kanworkbench.training.loop;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.kanworkbench.data.Examples;
import org.kanworkbench.data.Target;
import org.kanworkbench.engine.Inference;
import org.kanworkbench.engine.NonFiniteException;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.recipe.Selection;
import org.kanworkbench.training.Checkpoint;
import org.kanworkbench.training.Evaluation;
import org.kanworkbench.training.Evaluator;
import org.kanworkbench.training.Selected;

/** Evaluates the validation samples after every epoch, records the best epoch, and decides on early stopping. */
final class Selector {

    /**
     * An evaluated epoch.
     *
     * @param number from 1
     * @param test the same weights' scores on the test set
     */
    record Epoch(int number, Model model, Evaluation validation, Evaluation test) {
        boolean betterThan(Epoch other) {
            return validation.betterThan(other.validation);
        }
    }

    private final Selection selection;
    private final Inference predictor;
    private final Evaluator evaluator;
    private Epoch best;
    /** The number of the last evaluated epoch. */
    private int last;

    Selector(Selection selection, Examples validation, Target target, Inference predictor, int batch) {
        this.selection = selection;
        this.predictor = predictor;
        this.evaluator = new Evaluator(validation, target, batch);
    }

    /** Evaluates the current weights; empty if cancelled. */
    Optional<Evaluation> evaluate(BooleanSupplier proceed) throws NonFiniteException {
        Optional<Evaluation> scored = evaluator.evaluate(predictor, proceed);
        if (scored.isPresent() && !Double.isFinite(scored.get().loss())) {
            throw new NonFiniteException("loss of the validation rows is not finite");
        }
        return scored;
    }

    void add(Epoch epoch) {
        last = epoch.number();
        if (best == null || epoch.betterThan(best)) {
            best = epoch;
        }
    }

    /** Empty before the first epoch's end. */
    Optional<Checkpoint.SelectionState> state() {
        return Optional.ofNullable(best)
                .map(b -> new Checkpoint.SelectionState(last, b.number(), b.model(), b.validation(), b.test()));
    }

    void resume(Checkpoint.SelectionState state) {
        last = state.last();
        best = new Epoch(state.best(), state.model(), state.validation(), state.test());
    }

    /** Whether patience has run out. */
    boolean over() {
        return selection.patience() > 0 && last - best.number() >= selection.patience();
    }

    /** The epoch whose weights the run returns; empty if it returns the last weights. */
    Optional<Epoch> kept() {
        return selection.keepBest() ? Optional.ofNullable(best) : Optional.empty();
    }

    /** Empty before the first epoch's end. */
    Optional<Selected> selected(boolean early) {
        return Optional.ofNullable(best)
                .map(b -> new Selected(b.number(), b.validation(), last, early, selection.keepBest()));
    }
}
