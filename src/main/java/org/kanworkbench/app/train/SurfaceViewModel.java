package org.kanworkbench.app.train;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.kanworkbench.app.chart.ClassMap;
import org.kanworkbench.app.chart.PlanePoints;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Examples;
import org.kanworkbench.network.Model;

/**
 * What is shown of data in the plane: its points, and what the newest run's network answers everywhere. Maps are made off
 * the interface thread, one at a time and of the newest weights: those that come in meanwhile are passed over.
 */
final class SurfaceViewModel {

    private record Request(Dataset dataset, PlanePoints points, Model model) {}

    private final TrainViewModel viewModel;
    private final Executor background;
    private final Executor ui;
    private final ReadOnlyObjectWrapper<Dataset> dataset = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<ClassMap> map = new ReadOnlyObjectWrapper<>();
    private final AtomicReference<Request> waiting = new AtomicReference<>();
    private PlanePoints points = PlanePoints.NONE;
    private Model asked;

    /** Guarded by this: used by the one thread that makes a map. */
    private final DecisionSurface surface = new DecisionSurface();

    /** @param ui runs what it is given on the interface thread */
    SurfaceViewModel(TrainViewModel viewModel, Executor background, Executor ui) {
        this.viewModel = viewModel;
        this.background = background;
        this.ui = ui;
        viewModel.editor().datasetProperty().subscribe(this::take);
        viewModel.currentProperty().addListener(_ -> refresh());
        viewModel.phaseProperty().addListener(_ -> refresh());
        viewModel.refreshes().picturesProperty().addListener(_ -> refresh());
    }

    /** Whether examples are points in the plane. */
    static boolean inPlane(Dataset dataset) {
        return dataset != null && dataset.inputs() == 2 && dataset.image().isEmpty();
    }

    private void take(Dataset chosen) {
        points = inPlane(chosen) ? points(chosen.train()) : PlanePoints.NONE;
        map.set(null);
        asked = null;
        dataset.set(inPlane(chosen) ? chosen : null);
        refresh();
    }

    private static PlanePoints points(Examples examples) {
        int count = examples.size();
        float[] xs = new float[count];
        float[] ys = new float[count];
        float[] point = new float[2];
        for (int i = 0; i < count; i++) {
            examples.features().copyRow(i, point, 0);
            xs[i] = point[0];
            ys[i] = point[1];
        }
        return new PlanePoints(xs, ys, examples.labels());
    }

    private void refresh() {
        RunTrace trace = viewModel.currentProperty().get();
        if (dataset.get() == null || trace == null || trace.dataset() != dataset.get()) {
            return;
        }
        Model newest = trace.model().modelProperty().get();
        if (newest != null && newest != asked) {
            asked = newest;
            Request request = new Request(dataset.get(), points, newest);
            if (waiting.getAndSet(request) == null) {
                background.execute(this::make);
            }
        }
    }

    private synchronized void make() {
        Request request = waiting.getAndSet(null);
        ClassMap made = surface.of(request.model(), request.points().square());
        ui.execute(() -> {
            if (request.dataset() == dataset.get()) {
                map.set(made);
            }
        });
    }

    /** The chosen data set while its examples are points in the plane, else null. */
    ReadOnlyObjectProperty<Dataset> datasetProperty() {
        return dataset.getReadOnlyProperty();
    }

    /** The examples that are learned from. */
    PlanePoints points() {
        return points;
    }

    /** The newest run's answers, over the square of the points; null while there are none for the chosen data. */
    ReadOnlyObjectProperty<ClassMap> mapProperty() {
        return map.getReadOnlyProperty();
    }
}
