package org.kanworkbench.app.activations.attribution;

import java.util.List;
import java.util.Optional;
import javafx.beans.Observable;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.kanworkbench.app.activations.ActivationsViewModel;
import org.kanworkbench.app.activations.attribution.AttributionWork.Method;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.work.NewestFirst;
import org.kanworkbench.app.work.Threads;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Target;
import org.kanworkbench.network.Model;

/**
 * The state of the attribution view: the image, output and method. The attribution is computed in the background
 * whenever these or the shown weights change while the view is visible. Use on the interface thread only.
 */
public final class AttributionViewModel {

    private final Workspace workspace;
    final ActivationsViewModel activations;
    private final NewestFirst<AttributionWork.Request, AttributionWork.Answer> work;
    /** Whether the view is visible. */
    public final BooleanProperty wanted = new SimpleBooleanProperty();
    /** Whether the drawn digit is selected rather than a test image. */
    final BooleanProperty drawn = new SimpleBooleanProperty();
    /** Index of the test image, from 0. */
    final IntegerProperty row = new SimpleIntegerProperty();

    final ObjectProperty<Method> method = new SimpleObjectProperty<>(Method.INTEGRATED_GRADIENTS);
    /** The class whose output is attributed; null for the predicted class. */
    final ObjectProperty<Integer> output = new SimpleObjectProperty<>();

    /** What the newest choice asks; null for nothing. */
    private AttributionWork.Request asked;

    private final ReadOnlyObjectWrapper<AttributionWork.Answer> answer = new ReadOnlyObjectWrapper<>();

    public AttributionViewModel(ActivationsViewModel activations, Threads threads) {
        this.workspace = activations.workspace;
        this.activations = activations;
        AttributionWork computing = new AttributionWork();
        work = new NewestFirst<>(
                threads, computing::answer, this::show, activations.problem, "The prediction could not be explained");
        List.<Observable>of(
                        method, output, drawn, row, wanted, activations.shownProperty(), workspace.datasetProperty())
                .forEach(cause -> cause.addListener(_ -> refresh()));
        activations.chosen.addListener(_ -> output.set(null));
        workspace.explained.addListener(_ -> {
            drawn.set(workspace.explained.get() != null);
            output.set(null);
            refresh();
        });
        drawn.set(workspace.explained.get() != null);
    }

    private void refresh() {
        Model weights = activations.shownProperty().get();
        Optional<float[]> x = picture();
        if (!wanted.get()
                || weights == null
                || x.isEmpty()
                || x.get().length != weights.network().inputs()) {
            answer.set(null);
            asked = null;
            return;
        }
        asked = new AttributionWork.Request(
                activations.chosen.get(),
                weights,
                x.get(),
                Optional.ofNullable(output.get()),
                method.get(),
                activations.dataset(weights));
        work.submit(asked);
    }

    private Optional<float[]> picture() {
        if (drawn.get()) {
            return Optional.ofNullable(workspace.explained.get());
        }
        return dataset().map(data -> {
            float[] x = new float[data.inputs()];
            data.test().features().copyRow(Math.clamp(row.get(), 0, data.test().size() - 1), x, 0);
            return x;
        });
    }

    /** The data set with the selectable test images; numbers have no predicted class to attribute. */
    Optional<Dataset> dataset() {
        Model weights = activations.shownProperty().get();
        return weights == null
                ? Optional.empty()
                : activations
                        .dataset(weights)
                        .filter(data -> data.test().size() > 0 && data.target() instanceof Target.Classes);
    }

    /** During a training there may be newer weights before any answer. */
    private void show(AttributionWork.Request request, AttributionWork.Answer newest) {
        if (asked != null && request.asksAs(asked)) {
            answer.set(newest);
        }
    }

    /** Whether a drawn digit can be selected. */
    boolean hasDrawing() {
        return workspace.explained.get() != null;
    }

    /** Null without a result. */
    ReadOnlyObjectProperty<AttributionWork.Answer> answerProperty() {
        return answer.getReadOnlyProperty();
    }
}
