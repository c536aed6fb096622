package org.kanworkbench.app.activations;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import org.kanworkbench.app.models.OpenModel;

/** The chosen open model: the newest, until the user chooses another. Use on the interface thread only. */
public final class ModelChoice {

    private final ObservableList<OpenModel> models;
    private final ReadOnlyObjectWrapper<OpenModel> chosen = new ReadOnlyObjectWrapper<>();
    private final BooleanSupplier worked;
    private boolean followsNewest = true;

    /** @param worked whether the user is working on the shown model, so that no new one replaces it */
    ModelChoice(ObservableList<OpenModel> models, BooleanSupplier worked) {
        this.models = models;
        this.worked = worked;
        models.addListener((ListChangeListener<OpenModel>) _ -> follow());
        follow();
    }

    private void follow() {
        if (!models.contains(chosen.get())) {
            // A run that is resumed has another model in the place of the one before.
            chosen.set(sameRun(chosen.get()).orElse(models.isEmpty() ? null : models.getLast()));
            followsNewest = models.isEmpty() || chosen.get() == models.getLast();
        } else if (followsNewest && !worked.getAsBoolean()) {
            chosen.set(models.getLast());
        }
    }

    private Optional<OpenModel> sameRun(OpenModel before) {
        return models.stream()
                .filter(model -> before != null
                        && before.run().isPresent()
                        && model.run().equals(before.run()))
                .findFirst();
    }

    /** Chooses a model until the newest is chosen again. */
    public void choose(OpenModel model) {
        followsNewest = model == models.getLast();
        chosen.set(model);
    }

    /** Whether the user has chosen the model. */
    boolean staysWith(OpenModel model) {
        return !followsNewest && chosen.get() == model;
    }

    /** Chooses the newest model with the given number of inputs, unless the chosen one has it. */
    void chooseTaking(int inputs) {
        Predicate<OpenModel> takes = model -> model != null
                && model.modelProperty().get() != null
                && model.modelProperty().get().network().inputs() == inputs;
        if (!takes.test(chosen.get())) {
            models.reversed().stream().filter(takes).findFirst().ifPresent(this::choose);
        }
    }

    /** Null without a model. */
    ReadOnlyObjectProperty<OpenModel> chosenProperty() {
        return chosen.getReadOnlyProperty();
    }
}
