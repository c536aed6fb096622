package org.kanworkbench.app.session;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.stage.Window;
import org.kanworkbench.app.controls.FilePrompts;
import org.kanworkbench.app.models.OpenGraph;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.app.models.SeriesColours;
import org.kanworkbench.app.work.Threads;
import org.kanworkbench.compare.ComparisonFolder;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Dataset.ImageShape;
import org.kanworkbench.data.Target;
import org.kanworkbench.dl4j.engine.Nd4jEngines;
import org.kanworkbench.explain.Edge;
import org.kanworkbench.files.DataFolder;
import org.kanworkbench.quantize.onnx.OnnxModel;
import org.kanworkbench.training.Engines;

/**
 * The state shared by all panes: open models, stored runs and the threads for background work. The application's root
 * makes the only one.
 */
public final class Workspace implements AutoCloseable {

    private static final long CLOSING_SECONDS = 1;

    private volatile boolean measures = true;
    private final ObservableList<OpenModel> models = FXCollections.observableArrayList();
    private final ObservableList<OpenModel> readOnly = FXCollections.unmodifiableObservableList(models);
    private final ObservableList<OpenGraph> graphs = FXCollections.observableArrayList();
    private final ObservableList<OpenGraph> readOnlyGraphs = FXCollections.unmodifiableObservableList(graphs);
    /** What is asked of it when the window has closed is dropped: nobody waits for it. */
    private final ThreadPoolExecutor background = new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            1,
            TimeUnit.MINUTES,
            new SynchronousQueue<>(),
            Thread.ofPlatform().daemon().name("background-", 0).factory(),
            new ThreadPoolExecutor.DiscardPolicy());

    /** The available engines. */
    public final Engines engines;
    /** The stored runs. */
    public final RunLibrary library = new RunLibrary(background);
    /** Trainings and searches that wait for their turn. */
    public final WorkQueue queue = new WorkQueue(library);
    /** The user's digits. */
    public final MyDigits digits = new MyDigits(background);

    /** What computes, for instance {@code vector · 2 threads}; the status line shows it. Changes on the interface thread only. */
    public final StringProperty engine = new SimpleStringProperty("");

    private final ObjectProperty<Dataset> dataset = new SimpleObjectProperty<>();
    /**
     * The drawn digit whose reading is to be explained, one row as networks get it; null before the first. Treat it as frozen.
     * Changes on the interface thread only.
     */
    public final ObjectProperty<float[]> explained = new SimpleObjectProperty<>();

    private final ObjectProperty<Asked> asked = new SimpleObjectProperty<>();
    /** Null for the platform's dialogs. */
    private FilePrompts prompts;

    private Path sweeps = DataFolder.usual().resolve("sweeps");
    /** Null before they are asked for. */
    private RecentTables tables;

    /** Files that were opened, the last first. Changes on the interface thread only. */
    public final ObservableList<Path> recent = FXCollections.observableArrayList();

    private final IntegerProperty threads =
            new SimpleIntegerProperty(Runtime.getRuntime().availableProcessors());
    private final List<Predicate<OpenModel>> uses = new ArrayList<>();
    /** What the window will have again at its next start. */
    public final Session session = new Session();
    /** The colours of runs and models. */
    public final SeriesColours colours = new SeriesColours(this::openSeries);
    /** The notices over the panes, oldest first. Changes on the interface thread only. */
    public final ObservableList<Notice> notices = FXCollections.observableArrayList();

    public Workspace() {
        this(Nd4jEngines.all());
    }

    /** @param engines what can train */
    public Workspace(Engines engines) {
        this.engines = engines;
    }

    /** Every model that is trained, being trained or opened, oldest first. Changes on the interface thread only. */
    public ObservableList<OpenModel> models() {
        return readOnly;
    }

    /** Adds a model of which no more is known than its target and pictures. Call on the interface thread. */
    public OpenModel open(String name, Target target, Optional<ImageShape> image) {
        return open(name, target, image, Optional.empty());
    }

    /** Adds a model from a file, if there is one. Call on the interface thread. */
    public OpenModel open(String name, Target target, Optional<ImageShape> image, Optional<Path> file) {
        OpenModel model =
                new OpenModel(name, OptionalLong.empty(), colours.of(new Object()), target, image, Optional.empty());
        file.ifPresent(model::from);
        return add(model);
    }

    /** Adds a model that is trained on that data. Call on the interface thread. */
    public OpenModel open(String name, Dataset dataset) {
        return open(name, OptionalLong.empty(), dataset);
    }

    /**
     * The same, of a run.
     *
     * @param run its number in the store; empty where it is not kept
     */
    public OpenModel open(String title, OptionalLong run, Dataset dataset) {
        Object key = run.isPresent() ? (Object) run.getAsLong() : new Object();
        // A run that is resumed keeps its colour while its model of before is still open.
        boolean resumed =
                run.isPresent() && models.stream().anyMatch(model -> model.run().equals(run));
        int series = resumed ? colours.of(key) : colours.opening(key);
        return add(new OpenModel(title, run, series, dataset.target(), dataset.image(), Optional.of(dataset)));
    }

    private OpenModel add(OpenModel model) {
        models.add(model);
        return model;
    }

    /** Puts models in that order, which panes follow; those that are not named come last. Call on the interface thread. */
    public void arrange(List<OpenModel> order) {
        // As a permutation: nothing is closed and opened again.
        FXCollections.sort(
                models, Comparator.comparingInt(model -> Math.floorMod(order.indexOf(model), models.size() + 1)));
    }

    private Set<Integer> openSeries() {
        return Stream.concat(
                        models.stream().map(OpenModel::series), graphs.stream().map(OpenGraph::series))
                .collect(Collectors.toSet());
    }

    /** Adds a success notice. Call on the interface thread. */
    public void tell(String text) {
        notices.add(Notice.of(text));
    }

    /** Takes a model away from all panes. Call on the interface thread. */
    public void close(OpenModel model) {
        if (asked.get() != null && asked.get().model() == model) {
            asked.set(null);
        }
        models.remove(model);
    }

    /** Lets models for which this holds stay open until a person closes them. Call on the interface thread. */
    public void stayOpenWhile(Predicate<OpenModel> used) {
        uses.add(used);
    }

    /** Whether somebody would miss it. Call on the interface thread. */
    public boolean isUsed(OpenModel model) {
        return uses.stream().anyMatch(use -> use.test(model));
    }

    /** Every network that was opened from an ONNX file, oldest first. Changes on the interface thread only. */
    public ObservableList<OpenGraph> graphs() {
        return readOnlyGraphs;
    }

    /** Adds a network that ONNX Runtime computes. Call on the interface thread. */
    public OpenGraph openGraph(Path file, OnnxModel graph) {
        OpenGraph open = new OpenGraph(file, colours.of(new Object()), graph);
        graphs.add(open);
        return open;
    }

    /** Takes a network away from all panes. Call on the interface thread. */
    public void close(OpenGraph graph) {
        graphs.remove(graph);
    }

    /** The data set that is chosen in the Train pane; null before the first is read. Changes on the interface thread only. */
    public ObjectProperty<Dataset> datasetProperty() {
        return dataset;
    }

    /**
     * A model that a pane is to show.
     *
     * @param part the pane's, see {@link ModelChoice}; empty for all in which nobody works on another model
     * @param edge of its network that is to be looked at; null for none
     */
    public record Asked(String part, OpenModel model, Edge edge) {}

    /** What a pane was asked to show last; null before the first. */
    public ReadOnlyObjectProperty<Asked> askedProperty() {
        return asked;
    }

    /** Has all panes show a model that was asked for, but those in which another is worked on. On the interface thread only. */
    public void offer(OpenModel model) {
        ask(new Asked("", model, null));
    }

    /** Has a pane show a model, whatever was chosen there. On the interface thread only. */
    public void ask(String part, OpenModel model) {
        ask(new Asked(part, model, null));
    }

    /** Has Activations show an edge of a model. On the interface thread only. */
    public void inspect(OpenModel model, Edge edge) {
        ask(new Asked(ModelChoice.ACTIVATIONS, model, edge));
    }

    private void ask(Asked newest) {
        // The same may be asked for again.
        asked.set(null);
        asked.set(newest);
    }

    /** The parent of the sweeps' folders; it may not exist yet. */
    public Path sweeps() {
        return sweeps;
    }

    /** The parent of the folders of comparisons, beside the sweeps; it may not exist yet. */
    public Path comparisons() {
        return sweeps.resolveSibling(ComparisonFolder.HOME);
    }

    /** Keeps sweeps and comparisons elsewhere; for before there are panes. */
    public void keepSweepsIn(Path folder) {
        sweeps = folder;
    }

    /** What asks for files in front of that window. */
    public FilePrompts prompts(Supplier<Window> owner) {
        return prompts == null ? FilePrompts.over(owner) : prompts;
    }

    /** Asks for files in another way than by the platform's dialogs; for before there are panes. */
    public void askForFilesBy(FilePrompts other) {
        prompts = other;
    }

    /** The columns of recent tables, from when the session is known. */
    public RecentTables tables() {
        if (tables == null) {
            tables = new RecentTables(this);
        }
        return tables;
    }

    /** Remembers a file that was opened. Call on the interface thread. */
    public void remember(Path file) {
        Path whole = file.toAbsolutePath();
        recent.remove(whole);
        recent.addFirst(whole);
    }

    /** Threads of a training that is not told otherwise. Changes on the interface thread only. */
    public IntegerProperty threadsProperty() {
        return threads;
    }

    /** For work in the background, and what follows from it on the interface thread. */
    public Threads threads() {
        return new Threads(background, Platform::runLater);
    }

    /** For work that must not run on the interface thread. */
    public ExecutorService background() {
        return background;
    }

    /** Whether it is measured, while nothing trains, what a run would take. */
    public boolean measures() {
        return measures;
    }

    /** Has nothing measured any more that nobody waits for. */
    public void measureNothing() {
        measures = false;
    }

    /** What is told to the store, or written to a file, just before is not lost; what takes longer is. */
    @Override
    public void close() {
        measureNothing();
        library.records.finish();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLOSING_SECONDS);
        while (background.getActiveCount() > 0 && System.nanoTime() < end) {
            LockSupport.parkNanos(1_000_000);
        }
        library.close();
        background.shutdownNow();
    }
}
