package org.kanworkbench.app.activations;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import org.kanworkbench.app.models.OpenModel;

/** Which of the open models is looked at: the newest, until an older one is chosen. Every method is for the interface thread. */
public final class ModelChoice {

    private final ObservableList<OpenModel> models;
    private final ReadOnlyObjectWrapper<OpenModel> chosen = new ReadOnlyObjectWrapper<>();
    private final BooleanSupplier worked;
    private boolean followsNewest = true;

    /** @param worked whether somebody works on the model that is looked at, so that no new one takes its place */
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

    /** Looks at a model, and stays with it until the newest is chosen again. */
    public void choose(OpenModel model) {
        followsNewest = model == models.getLast();
        chosen.set(model);
    }

    /** Whether a person has chosen to look at that model. */
    boolean staysWith(OpenModel model) {
        return !followsNewest && chosen.get() == model;
    }

    /** Looks at the newest model that takes so many inputs, unless the chosen one does. */
    void chooseTaking(int inputs) {
        Predicate<OpenModel> takes = model -> model != null
                && model.modelProperty().get() != null
                && model.modelProperty().get().network().inputs() == inputs;
        if (!takes.test(chosen.get())) {
            models.reversed().stream().filter(takes).findFirst().ifPresent(this::choose);
        }
    }

    /** Null while there is no model at all. */
    ReadOnlyObjectProperty<OpenModel> chosenProperty() {
        return chosen.getReadOnlyProperty();
    }
}
