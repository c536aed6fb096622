package org.kanworkbench.app.models;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Dataset.ImageShape;
import org.kanworkbench.data.Target;
import org.kanworkbench.explain.Edge;
import org.kanworkbench.explain.LayerNames;
import org.kanworkbench.explain.NetworkPart;
import org.kanworkbench.explain.SnapshotSeries.Snapshot;
import org.kanworkbench.explain.Unit;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.training.Evaluator;

/**
 * An open model of all panes: in training, trained or opened from a file. Its name and series are the same in every
 * pane; its weights follow the training.
 */
public final class OpenModel implements OpenNetwork {

    /** The usual training batch size of networks that scale by their batch. */
    private static final int USUAL_BATCH = 64;

    /** Live updates of weights between published ones, while a run is running. */
    public interface LiveUpdates {
        /**
         * The edges to one output as they will be after the run's next step, see {@code Run.requestLiveUpdate}.
         *
         * @param to called on the run's thread
         */
        void ask(int layer, int output, Consumer<Model> to);
    }

    private final ReadOnlyObjectWrapper<LiveUpdates> liveUpdates = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper name = new ReadOnlyStringWrapper();
    private final OptionalLong run;
    private Optional<Path> file = Optional.empty();
    private final int series;
    private final Target target;
    private final Optional<ImageShape> image;
    private final Optional<Dataset> dataset;
    /** See {@link #fitting}. */
    private Dataset offered;

    private Optional<Dataset> fitting = Optional.empty();
    private Optional<Function<Model, SavedModel>> description = Optional.empty();
    private final ReadOnlyObjectWrapper<Model> model = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<List<Snapshot>> snapshots = new ReadOnlyObjectWrapper<>(List.of());

    /**
     * @param title its name, without the run's number
     * @param run its number in the store; empty for what is no run that is kept
     * @param series index into the palette of model colours, see styles/tokens.css
     */
    public OpenModel(
            String title,
            OptionalLong run,
            int series,
            Target target,
            Optional<ImageShape> image,
            Optional<Dataset> dataset) {
        this.run = run;
        rename(title);
        this.series = series;
        this.target = target;
        this.image = image;
        this.dataset = dataset;
    }

    @Override
    public String name() {
        return name.get();
    }

    /** Changes when somebody renames it; on the interface thread only. */
    public ReadOnlyStringProperty nameProperty() {
        return name.getReadOnlyProperty();
    }

    /** The run's number in the store; empty for what is no run that is kept. */
    public OptionalLong run() {
        return run;
    }

    /** The file that it was opened from; empty for none. */
    public Optional<Path> file() {
        return file;
    }

    /** Tells where it was opened from. Call on the interface thread, before anybody else hears of the model. */
    public void from(Path opened) {
        file = Optional.of(opened.toAbsolutePath());
    }

    /** Gives it another title, to which a run's number is added. Call on the interface thread. */
    public void rename(String title) {
        name.set(run.isPresent() ? title + " #" + run.getAsLong() : title);
    }

    @Override
    public int series() {
        return series;
    }

    @Override
    public Target target() {
        return target;
    }

    /** Size of the pictures that it was trained on, where it is known to be pictures. */
    public Optional<ImageShape> image() {
        return image;
    }

    /** What it is trained on, where that is at hand. */
    public Optional<Dataset> dataset() {
        return dataset;
    }

    /** Names and standardisation of its inputs, where they are a table's columns. */
    public Optional<ColumnScaling> scaling() {
        return dataset.flatMap(Dataset::scaling).or(() -> saved().flatMap(SavedModel::scaling));
    }

    /** What inputs and outputs of a layer of its network are called. */
    public LayerNames names(NetworkSpec network, int layer) {
        return LayerNames.of(network, layer, image, scaling(), target);
    }

    /** What an edge or a unit of its network is called in a title. */
    public String name(NetworkSpec network, NetworkPart part) {
        int last = network.layers().size() - 1;
        boolean numbers = target instanceof Target.Numbers;
        return switch (part) {
            case Edge edge ->
                "Edge " + names(network, edge.layer()).edge(edge)
                        + (numbers && edge.layer() == last ? ", standardised" : "");
            case Unit unit
            when unit.level() <= last ->
                (unit.level() == 0 ? "Input " : "Unit ")
                        + names(network, unit.level()).input(unit.unit());
            case Unit unit ->
                (numbers ? "Output " : "Logit of ") + names(network, last).output(unit.unit());
        };
    }

    /**
     * Other data as this model sees them, with its columns, scaling and order of classes; empty if it cannot be scored on
     * them. The same for the same data.
     */
    public Optional<Dataset> fitting(Dataset other, NetworkSpec network) {
        if (other != offered) {
            offered = other;
            try {
                Dataset seen = saved().map(own -> own.seen(other)).orElseGet(() -> other.seenBy(target, scaling()));
                boolean sizes = seen.inputs() == network.inputs() && seen.outputs() == network.outputs();
                fitting = sizes ? Optional.of(seen) : Optional.empty();
            } catch (IllegalArgumentException _) {
                fitting = Optional.empty();
            }
        }
        return fitting;
    }

    /** Tells what a file of weights of this model would hold besides. Call on the interface thread. */
    public void describe(Function<Model, SavedModel> newDescription) {
        description = Optional.of(newDescription);
    }

    /** See {@link #describe}; empty where nobody told. */
    public Optional<Function<Model, SavedModel>> description() {
        return description;
    }

    /** The newest weights as a file holds them; empty before the first, and where nobody told what else there is to tell. */
    public Optional<SavedModel> saved() {
        return Optional.ofNullable(model.get()).flatMap(weights -> description.map(about -> about.apply(weights)));
    }

    /** The batch size that scores of such weights are of; what it was trained with is 64 rows where nobody told. */
    public int evaluationBatch(Model weights) {
        return description
                .map(about -> about.apply(weights).evaluationBatch())
                .orElseGet(() -> Evaluator.batch(weights.network(), USUAL_BATCH));
    }

    /** The newest weights; null until the first ones arrive. Changes on the interface thread only. */
    public ReadOnlyObjectProperty<Model> modelProperty() {
        return model.getReadOnlyProperty();
    }

    /** Call on the interface thread. */
    public void update(Model weights) {
        model.set(weights);
    }

    /** Null while no run changes the weights. Changes on the interface thread only. */
    public ReadOnlyObjectProperty<LiveUpdates> liveUpdatesProperty() {
        return liveUpdates.getReadOnlyProperty();
    }

    /** Call on the interface thread. */
    public void offer(LiveUpdates newLiveUpdates) {
        liveUpdates.set(newLiveUpdates);
    }

    /** The snapshots, first to newest; empty if none were stored. Changes on the interface thread only. */
    public ReadOnlyObjectProperty<List<Snapshot>> snapshotsProperty() {
        return snapshots.getReadOnlyProperty();
    }

    /** Call on the interface thread. */
    public void remember(List<Snapshot> newSnapshots) {
        snapshots.set(List.copyOf(newSnapshots));
    }
}
