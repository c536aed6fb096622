package org.kanworkbench.training.loop;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.kanworkbench.data.Examples;
import org.kanworkbench.data.Target;
import org.kanworkbench.engine.Inference;
import org.kanworkbench.engine.NonFiniteException;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.recipe.Selection;
import org.kanworkbench.training.Checkpoint.SelectionState;
import org.kanworkbench.training.Evaluation;
import org.kanworkbench.training.Evaluator;
import org.kanworkbench.training.Selected;

/** Evaluates the validation samples after every epoch, records the best epoch, and decides on early stopping. */
final class Selector {

    private final Selection selection;
    private final Evaluator evaluator;
    /** Null before the first epoch's end. */
    private SelectionState now;

    Selector(Selection selection, Examples validation, Target target, int batch) {
        this.selection = selection;
        this.evaluator = new Evaluator(validation, target, batch);
    }

    /** Evaluates the current weights; empty if cancelled. */
    Optional<Evaluation> evaluate(Inference predictor, BooleanSupplier proceed) throws NonFiniteException {
        Optional<Evaluation> scored = evaluator.evaluate(predictor, proceed);
        if (scored.isPresent() && !Double.isFinite(scored.get().loss())) {
            throw new NonFiniteException("loss of the validation rows is not finite");
        }
        return scored;
    }

    /**
     * Adds an evaluated epoch.
     *
     * @param epoch from 1
     * @param test the same weights' scores on the test set
     */
    void add(int epoch, Model model, Evaluation validation, Evaluation test) {
        now = now == null || validation.betterThan(now.validation())
                ? new SelectionState(epoch, epoch, model, validation, test)
                : new SelectionState(epoch, now.best(), now.model(), now.validation(), now.test());
    }

    /** Empty before the first epoch's end. */
    Optional<SelectionState> state() {
        return Optional.ofNullable(now);
    }

    void resume(SelectionState state) {
        now = state;
    }

    /** Whether patience has run out. */
    boolean over() {
        return selection.patience() > 0 && now.last() - now.best() >= selection.patience();
    }

    /** The state whose weights the run returns; empty if it returns the last weights. */
    Optional<SelectionState> kept() {
        return state().filter(_ -> selection.keepBest());
    }

    /** Empty before the first epoch's end. */
    Optional<Selected> selected(boolean early) {
        return state().map(s -> new Selected(s.best(), s.validation(), s.last(), early, selection.keepBest()));
    }
}
