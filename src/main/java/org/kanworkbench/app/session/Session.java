package org.kanworkbench.app.session;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.ObservableMap;
import org.kanworkbench.app.cluster.RunOn;
import org.kanworkbench.app.models.OpenGraph;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.SaveException;
import org.kanworkbench.files.model.ConfigurationText;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.training.Configuration;

/**
 * The session that the next start restores: the pane in front, the settings of all panes, the open models. Observers store
 * it; on the interface thread only.
 */
public final class Session {

    /** What panes without a model say while those of the last session are opened. */
    public static final String REOPENING = "Opening the models of the last session…";

    private static final String RUN = "run ";
    private static final String FILE = "file ";
    private static final String SHOWN = "shown ";

    /** The part that has the colours of runs. */
    public static final String COLOURS = "colours";

    /** The id of the pane in front; empty for the first. */
    public final StringProperty pane = new SimpleStringProperty("");

    /** The configuration that Train shows, as {@link ConfigurationText}; empty for none. */
    public final StringProperty configuration = new SimpleStringProperty("");

    /** What panes keep, by its name: settings as text, and which tab is in front. */
    public final ObservableMap<String, String> parts = FXCollections.observableHashMap();

    /** Whether Train shows all settings, not just the essential ones. */
    public final BooleanProperty moreSettings = new SimpleBooleanProperty();
    /** Whether Train shows its settings at all. */
    public final BooleanProperty inspector = new SimpleBooleanProperty(true);
    /** Where trials run, chosen with or without a session to restore. */
    public final RunOn runOn = new RunOn();
    /** What is open, a {@linkplain #textOf text} each, which the user may have edited, or was last time while it is reopened. */
    public final ObservableList<String> open = FXCollections.observableArrayList();

    /** Whether what was open last time is coming back, one by one. */
    public final BooleanProperty reopening = new SimpleBooleanProperty();

    /**
     * Notes of which work a pane shows what it came to.
     *
     * @param run its number in the store; 0 for none that can be shown again
     */
    public void shows(RunKind kind, long run) {
        parts.put(SHOWN + kind, run == 0 ? "" : String.valueOf(run));
    }

    /** Forgets what names runs by their numbers, which are another store's. */
    public void forgetRuns() {
        open.removeIf(text -> text.startsWith(RUN));
        parts.keySet().removeIf(name -> name.equals(COLOURS) || name.startsWith(SHOWN));
    }

    /** The runs of these kinds of which panes showed what they came to, by their numbers. */
    public List<Long> shown(Set<RunKind> kinds) {
        return kinds.stream()
                .map(kind -> parts.getOrDefault(SHOWN + kind, ""))
                .filter(run -> run.matches("\\d{1,18}"))
                .map(Long::valueOf)
                .toList();
    }

    /** The configuration, unless it cannot be read. */
    public Optional<Configuration> configuration() {
        try {
            return configuration.get().isEmpty()
                    ? Optional.empty()
                    : Optional.of(ConfigurationText.parse(configuration.get(), "the last configuration"));
        } catch (ModelFileException _) {
            // It was written by another version: the usual one will do.
            return Optional.empty();
        }
    }

    /** Shows settings as a session's text has them. */
    public interface Shown {
        void show(String text) throws ModelFileException;
    }

    /** Settings as a session's text; refuses with an IllegalArgumentException what makes no sense. */
    public interface Written {
        String text() throws SaveException;
    }

    /**
     * Shows what the session has of some settings, if anything, and keeps it current from now on.
     *
     * @param part its name among the parts
     * @param onChange gets what wants to know of every change of them
     */
    public void keep(String part, Shown from, Written to, Consumer<Runnable> onChange) {
        try {
            String kept = parts.getOrDefault(part, "");
            if (!kept.isEmpty()) {
                from.show(kept);
            }
        } catch (ModelFileException | IllegalArgumentException _) {
            // It was written by another version, or edited: the usual ones will do.
        }
        onChange.accept(() -> {
            try {
                parts.put(part, to.text());
            } catch (IllegalArgumentException | SaveException _) {
                // What made sense last stays.
            }
        });
    }

    /** Notes what is open, in its order. */
    public void note(List<OpenModel> models, List<OpenGraph> graphs) {
        Stream<String> ofModels = models.stream().flatMap(model -> textOf(model).stream());
        open.setAll(Stream.concat(ofModels, graphs.stream().map(graph -> FILE + graph.file()))
                .toList());
    }

    /** Which model it is, also at the next start; empty for one that is neither a stored run nor a file. */
    public static Optional<String> textOf(OpenModel model) {
        return model.run().isPresent()
                ? Optional.of(RUN + model.run().getAsLong())
                : model.file().map(file -> FILE + file);
    }

    /** What was open, in its order: stored runs by their numbers, and files. */
    public <T> List<T> open(LongFunction<T> ofRun, Function<Path, T> ofFile) {
        return open.stream()
                .flatMap(text -> text.matches(RUN + "\\d{1,18}")
                        ? Stream.of(ofRun.apply(Long.parseLong(text.substring(RUN.length()))))
                        : text.startsWith(FILE)
                                ? path(text.substring(FILE.length())).map(ofFile)
                                : Stream.empty())
                .toList();
    }

    /** None where the name is of another system, or in letters that this start has no code for. */
    private static Stream<Path> path(String text) {
        try {
            return Stream.of(Path.of(text));
        } catch (InvalidPathException _) {
            return Stream.empty();
        }
    }
}
