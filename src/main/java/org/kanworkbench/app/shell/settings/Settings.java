package org.kanworkbench.app.shell.settings;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javafx.beans.InvalidationListener;
import javafx.beans.Observable;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.kanworkbench.app.cluster.RunOn;
import org.kanworkbench.app.session.Session;
import org.kanworkbench.app.work.NewestFirst;
import org.kanworkbench.app.work.Threads;
import org.kanworkbench.data.FileErrors;
import org.kanworkbench.data.WholeFile;
import org.kanworkbench.files.AtomicFile;
import org.kanworkbench.files.DataFolder;

/**
 * The window's persistent settings, in {@code settings.json}. A file that cannot be read counts as none; what changes
 * is written off the interface thread, and {@link #close()} waits for it. Every other method is for the interface
 * thread.
 */
public final class Settings implements AutoCloseable {

    private static final int MOST_RECENT = 10;
    private static final long LONGEST_WRITING_SECONDS = 10;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build()
            .setVisibility(PropertyAccessor.FIELD, Visibility.ANY)
            .setDefaultSetterInfo(JsonSetter.Value.forValueNulls(Nulls.SKIP, Nulls.SKIP));

    /** Where the window was, in pixels of the screen. */
    public record Bounds(double x, double y, double width, double height, boolean maximized) {}

    /** The content of the file, which may have been edited by hand: everything is validated. */
    @JsonAutoDetect(fieldVisibility = Visibility.ANY, getterVisibility = Visibility.NONE)
    private static final class Content implements Cloneable {
        Theme theme = Theme.LIGHT;
        Palette palette = Palette.OKABE_ITO;
        /** Of a training; 0 for as many as there are cores. */
        int threads;
        /** Empty for the usual folder. */
        String dataFolder = "";
        /** Null for the usual place. */
        Bounds window;

        boolean toured;
        List<String> recent = List.of();
        boolean reopen = true;
        String pane = "";
        String configuration = "";
        List<String> open = List.of();
        /** The data folder whose runs these are; empty where older versions have not told. */
        String openIn = "";

        boolean moreSettings;
        boolean inspector = true;
        RunOn.Place runOn = RunOn.Place.HERE;
        String cluster = "";
        String secretFile = "";

        /** What panes keep, as text. */
        @JsonAnySetter
        @JsonAnyGetter
        Map<String, Object> parts = new HashMap<>();

        /** Lists and maps are never changed in place. */
        @Override
        protected Content clone() {
            try {
                return (Content) super.clone();
            } catch (CloneNotSupportedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
    /** There only while it writes. What is asked of it after closing is not written. */
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            0,
            1,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("settings").factory(),
            new ThreadPoolExecutor.DiscardPolicy());

    private final NewestFirst<Content, String> writing;
    /** Null for settings that are never written. */
    private final Path file;

    private final Content content;
    private final Path usual;

    private Settings(Path file, Executor ui, Content content) {
        this.content = content;
        usual = file == null ? DataFolder.usual() : file.toAbsolutePath().getParent();
        this.file = file;
        writing =
                new NewestFirst<>(new Threads(thread, ui), this::written, (_, told) -> problem.set(told), problem::set);
    }

    /**
     * The user's settings.
     *
     * @param ui runs actions on the interface thread
     */
    public static Settings load(Executor ui) {
        return load(DataFolder.usual().resolve(DataFolder.SETTINGS), ui);
    }

    /** The settings in that file, wherever it is. */
    public static Settings load(Path file, Executor ui) {
        try {
            Content read = JSON.readValue(WholeFile.read(file, DataFolder.MOST_SETTINGS), Content.class);
            return new Settings(file, ui, read == null ? new Content() : checked(read));
        } catch (IOException e) {
            return new Settings(file, ui, new Content());
        }
    }

    private static Content checked(Content read) {
        read.dataFolder = isPath(read.dataFolder) ? read.dataFolder : "";
        read.secretFile = isPath(read.secretFile) ? read.secretFile : "";
        read.recent =
                read.recent.stream().filter(Settings::isPath).limit(MOST_RECENT).toList();
        read.threads = Math.clamp(read.threads, 0, Runtime.getRuntime().availableProcessors());
        return read;
    }

    private static boolean isPath(String text) {
        try {
            return Path.of(text) != null;
        } catch (InvalidPathException _) {
            return false;
        }
    }

    /** Settings that are never written, of a window that needs no tour. */
    public static Settings temporary(Theme theme) {
        Content content = new Content();
        content.theme = theme;
        content.toured = true;
        return new Settings(null, Runnable::run, content);
    }

    private void write() {
        if (file != null) {
            writing.submit(content.clone());
        }
    }

    /** Why the file could not be written, in one line; empty if it could. */
    private String written(Content now) {
        try {
            DataFolder.make(file.toAbsolutePath().getParent());
            byte[] bytes = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(now);
            AtomicFile.write(file, out -> out.write(bytes));
            return "";
        } catch (IOException e) {
            return "settings are not kept: cannot write " + file + " (" + FileErrors.reason(e) + ")";
        }
    }

    /** Waits until what was set is written. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            thread.awaitTermination(LONGEST_WRITING_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A one-line reason why the last change is not saved; empty if it is. */
    public ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    public Theme theme() {
        return content.theme;
    }

    public void setTheme(Theme theme) {
        content.theme = theme;
        write();
    }

    public Palette palette() {
        return content.palette;
    }

    public void setPalette(Palette palette) {
        content.palette = palette;
        write();
    }

    /** Threads that a training gets unless it is told otherwise. */
    public int threads() {
        return content.threads == 0 ? Runtime.getRuntime().availableProcessors() : content.threads;
    }

    public void setThreads(int threads) {
        content.threads = threads == Runtime.getRuntime().availableProcessors() ? 0 : threads;
        write();
    }

    /** Where runs and digits are kept: beside the settings unless another folder was chosen, over which the environment variable has precedence. */
    public Path dataFolder() {
        return content.dataFolder.isEmpty() || DataFolder.isMoved() ? usual : Path.of(content.dataFolder);
    }

    /** @param folder empty for the usual one */
    public void setDataFolder(Optional<Path> folder) {
        content.dataFolder =
                folder.map(chosen -> chosen.toAbsolutePath().toString()).orElse("");
        write();
    }

    public Optional<Bounds> window() {
        return Optional.ofNullable(content.window);
    }

    void setWindow(Bounds bounds) {
        content.window = bounds;
        write();
    }

    /** Whether the tour was taken, or declined. */
    public boolean toured() {
        return content.toured;
    }

    public void setToured() {
        content.toured = true;
        write();
    }

    /** Files that were opened, the last first. */
    public List<Path> recent() {
        return content.recent.stream().map(Path::of).toList();
    }

    public void setRecent(List<Path> files) {
        content.recent = files.stream().limit(MOST_RECENT).map(Path::toString).toList();
        write();
    }

    /** Whether the window restores the last session. */
    public boolean reopens() {
        return content.reopen;
    }

    public void setReopens(boolean reopens) {
        content.reopen = reopens;
        write();
    }

    /** Gives a session what was remembered, and remembers what it will be. */
    public void keep(Session session) {
        session.moreSettings.set(content.moreSettings);
        session.inspector.set(content.inspector);
        session.runOn.place.set(content.runOn);
        session.runOn.master.set(content.cluster);
        session.runOn.secretFile.set(content.secretFile);
        if (content.reopen) {
            session.pane.set(content.pane);
            session.configuration.set(content.configuration);
            content.parts.forEach((name, part) -> {
                if (part instanceof String text) {
                    session.parts.put(name, text);
                }
            });
            session.open.setAll(content.open);
        }
        // Another folder that is chosen meanwhile is of the next session.
        String folder = dataFolder().toString();
        if (!content.openIn.isEmpty() && !content.openIn.equals(folder)) {
            session.forgetRuns();
        }
        InvalidationListener changed = _ -> {
            content.moreSettings = session.moreSettings.get();
            content.inspector = session.inspector.get();
            content.runOn = session.runOn.place.get();
            content.cluster = session.runOn.master.get();
            content.secretFile = session.runOn.secretFile.get();
            content.pane = session.pane.get();
            content.configuration = session.configuration.get();
            content.parts = Map.copyOf(session.parts);
            content.open = List.copyOf(session.open);
            content.openIn = folder;
            write();
        };
        for (Observable part : List.of(
                session.moreSettings,
                session.inspector,
                session.runOn.place.valueProperty(),
                session.runOn.master.valueProperty(),
                session.runOn.secretFile.valueProperty(),
                session.pane,
                session.configuration,
                session.parts,
                session.open)) {
            part.addListener(changed);
        }
    }
}
