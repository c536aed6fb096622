package org.kanworkbench.app.train.surface;

import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.kanworkbench.app.chart.ClassMap;
import org.kanworkbench.app.chart.PlanePoints;
import org.kanworkbench.app.train.TrainViewModel;
import org.kanworkbench.app.train.run.Refreshes.Part;
import org.kanworkbench.app.train.run.RunTrace;
import org.kanworkbench.app.work.NewestFirst;
import org.kanworkbench.app.work.Problem;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Examples;
import org.kanworkbench.data.Target;
import org.kanworkbench.network.Model;

/**
 * The display of data in the plane: its points, and the newest run's decision surface. Maps are computed in the
 * background, one at a time and for the newest weights: weights that arrive meanwhile are skipped.
 */
public final class SurfaceViewModel {

    private record Request(Dataset dataset, PlanePoints points, Model model) {}

    private final TrainViewModel viewModel;
    private final ReadOnlyObjectWrapper<Dataset> dataset = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<ClassMap> map = new ReadOnlyObjectWrapper<>();
    private final NewestFirst<Request, ClassMap> making;
    private PlanePoints points = PlanePoints.NONE;
    private Model asked;

    /** @param ui runs actions on the interface thread */
    public SurfaceViewModel(TrainViewModel viewModel, Executor background, Executor ui) {
        this.viewModel = viewModel;
        DecisionSurface surface = new DecisionSurface();
        making = new NewestFirst<>(
                background,
                ui,
                request -> surface.of(request.model(), request.points().square()),
                this::show,
                Problem.into(viewModel.problemProperty(), "The decision surface could not be computed"));
        viewModel.shown().dataset().subscribe(this::take);
        viewModel.shown().runProperty().addListener(_ -> refresh());
        viewModel.phaseProperty().addListener(_ -> refresh());
        viewModel.refreshes().of(Part.PICTURES).addListener(_ -> refresh());
    }

    /** Whether examples are classified points in the plane. */
    public static boolean inPlane(Dataset dataset) {
        return dataset != null
                && dataset.inputs() == 2
                && dataset.image().isEmpty()
                && dataset.target() instanceof Target.Classes;
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
        RunTrace trace = viewModel.shown().runProperty().get();
        // Data that are chosen again are loaded again: these, and not others on their way, are the run's by name.
        if (dataset.get() == null
                || trace == null
                || !trace.configuration()
                        .data()
                        .equals(viewModel.shown().source().getValue())
                || !trace.dataset().name().equals(dataset.get().name())) {
            return;
        }
        Model newest = trace.model().modelProperty().get();
        if (newest != null && newest != asked) {
            asked = newest;
            making.submit(new Request(dataset.get(), points, newest));
        }
    }

    private void show(Request request, ClassMap made) {
        if (request.dataset() == dataset.get()) {
            map.set(made);
        }
    }

    /** The data set that is shown while its examples are points in the plane, else null. */
    public ReadOnlyObjectProperty<Dataset> datasetProperty() {
        return dataset.getReadOnlyProperty();
    }

    /** The training examples. */
    public PlanePoints points() {
        return points;
    }

    /** The newest run's decision surface over the square of the points; null if there is none for these data. */
    ReadOnlyObjectProperty<ClassMap> mapProperty() {
        return map.getReadOnlyProperty();
    }
}
