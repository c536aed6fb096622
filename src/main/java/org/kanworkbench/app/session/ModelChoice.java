package org.kanworkbench.app.session;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import org.kanworkbench.app.models.OpenModel;

/**
 * A pane's open model: the newest, until the user chooses another. While models of the last session come back it is the
 * one that was chosen then. Use on the interface thread only.
 */
public final class ModelChoice {

    /** Quantize's part of the session. */
    public static final String QUANTIZE = "quantizeModel";

    /** That of Activations. */
    public static final String ACTIVATIONS = "activationsModel";

    private final ObservableList<OpenModel> models;
    private final Session session;
    private final String part;
    private final ReadOnlyObjectWrapper<OpenModel> chosen = new ReadOnlyObjectWrapper<>();
    private final BooleanSupplier worked;
    private boolean followsNewest = true;

    /**
     * @param part its name among the session's parts
     * @param worked whether the user is working on the shown model, so that no new one replaces it
     */
    public ModelChoice(Workspace workspace, String part, BooleanSupplier worked) {
        models = workspace.models();
        session = workspace.session;
        this.part = part;
        this.worked = worked;
        models.addListener((ListChangeListener<OpenModel>) change -> {
            boolean added = false;
            while (change.next()) {
                added |= change.wasAdded();
            }
            follow(added);
        });
        session.reopening.addListener(_ -> {
            followsNewest = models.isEmpty() || chosen.get() == models.getLast();
            follow(true);
        });
        follow(true);
        chosen.addListener((_, _, now) -> {
            if (now != null) {
                session.parts.put(part, Session.textOf(now).orElse(""));
            }
        });
        workspace.askedProperty().subscribe((Workspace.Asked asked) -> {
            boolean meant =
                    asked != null && (asked.part().equals(part) || asked.part().isEmpty() && !worked.getAsBoolean());
            if (meant && models.contains(asked.model())) {
                choose(asked.model());
            }
        });
    }

    /** @param added whether there is a new one, not only another order */
    private void follow(boolean added) {
        if (comesBack()) {
            if (!models.contains(chosen.get())) {
                String last = session.parts.getOrDefault(part, "");
                chosen.set(models.stream()
                        .filter(model ->
                                Session.textOf(model).filter(last::equals).isPresent())
                        .findFirst()
                        .orElse(null));
            }
        } else if (!models.contains(chosen.get())) {
            // A run that is resumed has another model in the place of the one before.
            chosen.set(sameRun(chosen.get()).orElse(models.isEmpty() ? null : models.getLast()));
            followsNewest = models.isEmpty() || chosen.get() == models.getLast();
        } else if (added && followsNewest && !worked.getAsBoolean()) {
            chosen.set(models.getLast());
        }
    }

    /** Whether the newest model was open last time, too, so that nobody has opened it now. */
    private boolean comesBack() {
        return session.reopening.get()
                && !models.isEmpty()
                && Session.textOf(models.getLast())
                        .filter(session.open::contains)
                        .isPresent();
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
    public boolean staysWith(OpenModel model) {
        return !followsNewest && chosen.get() == model;
    }

    /** Chooses the newest model with the given number of inputs, unless the chosen one has it. */
    public void chooseTaking(int inputs) {
        Predicate<OpenModel> takes = model -> model != null
                && model.modelProperty().get() != null
                && model.modelProperty().get().network().inputs() == inputs;
        if (!takes.test(chosen.get())) {
            models.reversed().stream().filter(takes).findFirst().ifPresent(this::choose);
        }
    }

    /** Null without a model. */
    public ReadOnlyObjectProperty<OpenModel> chosenProperty() {
        return chosen.getReadOnlyProperty();
    }
}
