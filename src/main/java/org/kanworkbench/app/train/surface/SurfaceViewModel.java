package org.kanworkbench.app.train.surface;

import java.util.List;
import java.util.Objects;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ListChangeListener;
import org.kanworkbench.app.chart.GridMap;
import org.kanworkbench.app.chart.PlanePoints;
import org.kanworkbench.app.chart.ValueMap;
import org.kanworkbench.app.train.TrainViewModel;
import org.kanworkbench.app.train.run.Refreshes.Part;
import org.kanworkbench.app.train.run.RunTrace;
import org.kanworkbench.app.work.NewestFirst;
import org.kanworkbench.app.work.Problem;
import org.kanworkbench.app.work.Threads;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Examples;
import org.kanworkbench.data.Target;
import org.kanworkbench.explain.NetworkPart;
import org.kanworkbench.explain.Unit;
import org.kanworkbench.network.Model;
import org.kanworkbench.runs.RunState;

/**
 * The display of data in the plane: its points, the newest run's decision surface, and those of the runs beside it. Maps
 * are computed in the background, one at a time and for the newest weights: weights that arrive meanwhile are skipped.
 */
public final class SurfaceViewModel {

    private static final String UNCOMPUTED = "The predictions over the plane could not be computed";

    /**
     * What a run's network predicts over the square of the points.
     *
     * @param model the weights that the map is of
     */
    record Shown(RunTrace run, Model model, GridMap map) {}

    private record Request(PlanePoints points, RunTrace run, Model model) {}

    private record PartRequest(PlanePoints points, Shown shown, NetworkPart part) {}

    /**
     * Another run on these data whose curves are shown.
     *
     * @param map its decision surface; null as long as it is not computed
     */
    record Beside(RunTrace run, Model model, GridMap map) {}

    private record BesideRequest(PlanePoints points, List<Beside> runs) {}

    private final TrainViewModel viewModel;
    private final ReadOnlyObjectWrapper<Dataset> dataset = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Shown> shown = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<List<Beside>> beside = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<NetworkPart> pointedAt = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<ValueMap> partMap = new ReadOnlyObjectWrapper<>();
    private final NewestFirst<Request, GridMap> making;
    private final NewestFirst<PartRequest, ValueMap> makingPart;
    private final NewestFirst<BesideRequest, List<Beside>> makingBeside;
    private List<Beside> askedBeside = List.of();
    private PlanePoints points = PlanePoints.NONE;
    private Model asked;

    public SurfaceViewModel(TrainViewModel viewModel, Threads threads) {
        this.viewModel = viewModel;
        SurfaceMaps surface = new SurfaceMaps();
        SurfaceMaps others = new SurfaceMaps();
        SurfaceMaps inside = new SurfaceMaps();
        ObjectProperty<Problem> problem = viewModel.problem;
        making = new NewestFirst<>(
                threads,
                request -> surface.of(request.model(), request.run().dataset.target(), request.points()),
                this::show,
                problem,
                UNCOMPUTED);
        makingPart = new NewestFirst<>(
                threads,
                request -> inside.of(
                        request.shown().model(),
                        request.part(),
                        request.shown().run().model.name(request.shown().model().network(), request.part()),
                        request.points().square()),
                this::showPart,
                problem,
                UNCOMPUTED);
        makingBeside = new NewestFirst<>(
                threads,
                request -> request.runs().stream()
                        .map(other -> new Beside(
                                other.run(),
                                other.model(),
                                others.of(other.model(), other.run().dataset.target(), request.points())))
                        .toList(),
                this::showBeside,
                problem,
                UNCOMPUTED);
        viewModel.runs.all.addListener((ListChangeListener<RunTrace>) change -> {
            while (change.next()) {
                change.getAddedSubList().forEach(run -> run.shown.addListener(_ -> refreshBeside()));
            }
            refreshBeside();
        });
        viewModel.shown.dataset.subscribe(this::take);
        viewModel.shown.runProperty().addListener(_ -> {
            Dataset chosen = viewModel.shown.dataset.getValue();
            if (inPlane(chosen) && asSeen(chosen) != dataset.get()) {
                take(chosen);
            } else {
                refresh();
            }
        });
        viewModel.live.phaseProperty().addListener(_ -> refresh());
        viewModel.refreshes.of(Part.PICTURES).addListener(_ -> refresh());
    }

    /** Whether examples are points in the plane, of classes or with a number each. */
    public static boolean inPlane(Dataset dataset) {
        return dataset != null
                && dataset.inputs() == 2
                && dataset.image().isEmpty()
                && (dataset.target() instanceof Target.Classes || dataset.outputs() == 1);
    }

    /** Whether runs on these data go on frame by frame unless a person has them go faster. */
    public static boolean isWatched(Dataset dataset) {
        return inPlane(dataset) && dataset.target() instanceof Target.Classes;
    }

    private void take(Dataset chosen) {
        Dataset seen = inPlane(chosen) ? asSeen(chosen) : null;
        points = seen == null ? PlanePoints.NONE : points(seen);
        showNone();
        beside.set(List.of());
        askedBeside = List.of();
        dataset.set(seen);
        refresh();
    }

    /** In the scaling of the shown run, where that is the one of the weights that it started from. */
    private Dataset asSeen(Dataset chosen) {
        RunTrace trace = viewModel.shown.run();
        return trace != null
                        && !trace.configuration.start().isEmpty()
                        && isOn(chosen, trace)
                        && !trace.dataset.scaling().equals(chosen.scaling())
                ? trace.dataset
                : chosen;
    }

    private boolean isOn(Dataset chosen, RunTrace trace) {
        return trace.configuration.data().equals(viewModel.shown.source.getValue())
                && trace.dataset.name().equals(chosen.name())
                && trace.dataset.target().equals(chosen.target());
    }

    private static PlanePoints points(Dataset dataset) {
        Examples examples = dataset.train();
        int count = examples.size();
        float[] xs = new float[count];
        float[] ys = new float[count];
        float[] point = new float[2];
        for (int i = 0; i < count; i++) {
            examples.features().copyRow(i, point, 0);
            xs[i] = point[0];
            ys[i] = point[1];
        }
        float[] values = examples.numbers().clone();
        if (dataset.target() instanceof Target.Numbers numbers) {
            numbers.toUnits(values);
        }
        return new PlanePoints(xs, ys, examples.labels(), values, dataset.scaling());
    }

    private void refresh() {
        refreshBeside();
        RunTrace trace = viewModel.shown.runProperty().get();
        if (trace == null || !isOnShownData(trace)) {
            showNone();
            return;
        }
        Model newest = trace.model.modelProperty().get();
        if (newest == null && trace.stateProperty().get() != RunState.RUNNING) {
            // None will come.
            showNone();
        } else if (newest != null && newest != asked) {
            asked = newest;
            making.submit(new Request(points, trace, newest));
        }
    }

    /**
     * Data that are chosen again are loaded again: these, and not others on their way, are the run's by name. Of a table
     * that has changed, its network knows the axes and the classes otherwise.
     */
    private boolean isOnShownData(RunTrace trace) {
        Dataset chosen = dataset.get();
        return chosen != null && isOn(chosen, trace) && trace.dataset.scaling().equals(chosen.scaling());
    }

    private void refreshBeside() {
        List<Beside> wanted = viewModel.runs.all.stream()
                .filter(run -> run != viewModel.shown.run()
                        && run.shown.get()
                        && run.model.modelProperty().get() != null
                        && isOnShownData(run))
                .map(run -> new Beside(run, run.model.modelProperty().get(), null))
                .toList();
        if (!wanted.equals(askedBeside)) {
            askedBeside = wanted;
            // What was hidden or closed goes at once, and what is new comes when it is computed.
            beside.set(beside.get().stream()
                    .filter(shown -> wanted.contains(new Beside(shown.run(), shown.model(), null)))
                    .toList());
            if (!wanted.isEmpty()) {
                makingBeside.submit(new BesideRequest(points, wanted));
            }
        }
    }

    private void showBeside(BesideRequest request, List<Beside> made) {
        if (request.points() == points && request.runs().equals(askedBeside)) {
            beside.set(made);
        }
    }

    private void show(Request request, GridMap made) {
        if (request.points() == points && request.run() == viewModel.shown.run()) {
            show(new Shown(request.run(), request.model(), made));
        }
    }

    private void showNone() {
        asked = null;
        show((Shown) null);
    }

    /** What is pointed at stays so while weights of the same run come. */
    private void show(Shown newest) {
        boolean same = newest != null
                && shown.get() != null
                && newest.run() == shown.get().run();
        shown.set(newest);
        if (same) {
            lookInside();
        } else {
            pointAt(null);
        }
    }

    /** Shows what a part of the newest run's network computes in the place of the decision surface; null for neither. */
    void pointAt(NetworkPart part) {
        if (!Objects.equals(part, pointedAt.get())) {
            pointedAt.set(part);
            partMap.set(null);
            lookInside();
        }
    }

    private void lookInside() {
        NetworkPart part = pointedAt.get();
        if (part == null
                || shown.get() == null
                || !part.isIn(shown.get().model().network())) {
            return;
        }
        if (shown.get().map() instanceof ValueMap predicted
                && part.equals(Unit.output(shown.get().model().network()))) {
            partMap.set(predicted);
        } else {
            makingPart.submit(new PartRequest(points, shown.get(), part));
        }
    }

    private void showPart(PartRequest request, ValueMap made) {
        if (shown.get() != null
                && request.shown().run() == shown.get().run()
                && request.points() == points
                && request.part().equals(pointedAt.get())) {
            partMap.set(made);
        }
    }

    /** The part that is pointed at; null for none. */
    ReadOnlyObjectProperty<NetworkPart> pointedAtProperty() {
        return pointedAt.getReadOnlyProperty();
    }

    /** What it computes over the square of the points; null for nothing. */
    ReadOnlyObjectProperty<ValueMap> partMapProperty() {
        return partMap.getReadOnlyProperty();
    }

    /** The data set that is shown while its examples are points in the plane, else null. */
    public ReadOnlyObjectProperty<Dataset> datasetProperty() {
        return dataset.getReadOnlyProperty();
    }

    /** The training examples. */
    public PlanePoints points() {
        return points;
    }

    /** What the newest run that has weights predicts; null if there is none for these data. */
    ReadOnlyObjectProperty<Shown> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    /** The other runs on these data whose curves are shown, in the order of their chips. */
    ReadOnlyObjectProperty<List<Beside>> besideProperty() {
        return beside.getReadOnlyProperty();
    }
}
