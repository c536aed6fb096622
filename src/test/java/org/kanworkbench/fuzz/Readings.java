package org.kanworkbench.fuzz;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.kanworkbench.app.shell.settings.Settings;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.DigitCollection;
import org.kanworkbench.data.source.NumericColumns;
import org.kanworkbench.files.FolderTree;
import org.kanworkbench.files.model.CheckpointFile;
import org.kanworkbench.files.model.ConfigurationFile;
import org.kanworkbench.files.model.ModelReader;
import org.kanworkbench.formula.FormulaRun;
import org.kanworkbench.formula.pykan.PykanCheckpoint;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.Presets;
import org.kanworkbench.noise.sweep.SweepConfiguration;
import org.kanworkbench.quantize.onnx.OnnxNetwork;
import org.kanworkbench.quantize.onnx.OnnxReader;
import org.kanworkbench.runs.store.RunStore;
import org.kanworkbench.runs.store.Snapshots;
import org.kanworkbench.runs.store.StoreArchive;
import org.kanworkbench.search.space.Space;

/** The readers under test, as the product calls them. Loaded by {@link WatchingLoader}. */
public final class Readings {

    /** Classes that hostile files name: those that run things, and {@link Canary}. */
    static final List<String> FOREIGN = List.of(
            "org.kanworkbench.fuzz.Canary",
            "java.lang.ProcessBuilder",
            "java.io.ObjectInputStream",
            "java.net.URLClassLoader",
            "javax.script.ScriptEngineManager",
            "builtins.eval",
            "os.system");

    private Readings() {}

    /** Name of the configuration that is read, whichever of the two files is damaged. */
    static final String PYKAN = "net" + PykanCheckpoint.CONFIGURATION;

    /** The readers by the names of their formats. */
    public enum Format {
        IDX,
        /** CIFAR's binary files. */
        CIFAR,
        /** An image, in the folders of classes. */
        PNG,
        CSV,
        KAN,
        SAFETENSORS,
        PTH,
        /** A checkpoint of pykan: its configuration, or the weights beside it. */
        PYKAN,
        CONFIGURATION,
        CHECKPOINT,
        SNAPSHOTS,
        SWEEP,
        /** The settings that a search goes through. */
        SPACE,
        /** What a search for formulas has kept. */
        FORMULAS,
        ONNX,
        /** An ONNX file as Draw and evaluate open it: read, and answered with. */
        ONNX_ANSWER,
        /** An archive of an experiment store, taken in. */
        ARCHIVE,
        /** A network of Deeplearning4j. */
        DL4J,
        /** A person's own drawings. */
        DIGITS,
        /** What the window remembers; whatever it is, the window opens. */
        SETTINGS
    }

    /**
     * Reads a file, or IDX's folder.
     *
     * @param choice decides which preset is asked for, if any
     */
    public static void read(String format, Path file, int choice) throws Exception {
        switch (Format.valueOf(format)) {
            case IDX -> new DataSource.IdxFolder(file.getParent()).load();
            case CIFAR -> new DataSource.ImageFolder(file.getParent()).load();
            case PNG -> picture(file);
            case CSV -> {
                if (choice % 4 == 0) {
                    NumericColumns.read(file, List.of("a"));
                } else {
                    new DataSource.CsvFile(file).load();
                }
            }
            case KAN -> ModelReader.read(file, Optional.empty());
            case SAFETENSORS, PTH -> ModelReader.read(file, preset(choice));
            case PYKAN -> PykanCheckpoint.read(file.resolveSibling(PYKAN));
            case CONFIGURATION -> ConfigurationFile.read(file);
            case CHECKPOINT -> CheckpointFile.read(file);
            case SNAPSHOTS -> Snapshots.read(file);
            case SWEEP -> SweepConfiguration.read(file);
            case SPACE -> Space.read(file);
            case FORMULAS -> FormulaRun.Remains.read(file.getParent());
            case ONNX -> OnnxReader.read(file);
            case ONNX_ANSWER -> OnnxNetwork.tried(file);
            case ARCHIVE -> takeIn(file);
            case DL4J -> network(file);
            case DIGITS -> DigitCollection.read(file);
            case SETTINGS -> {
                try (Settings settings = Settings.load(file, Runnable::run)) {
                    settings.dataFolder();
                }
            }
        }
    }

    /** As the only image of each class. */
    private static void picture(Path file) throws Exception {
        Path folder = Files.createTempDirectory("fuzzed-images");
        try {
            for (String part : List.of("train/a", "train/b", "test/a")) {
                Files.createSymbolicLink(
                        Files.createDirectories(folder.resolve(part)).resolve("1.png"), file.toAbsolutePath());
            }
            new DataSource.ImageFolder(folder).load();
        } finally {
            FolderTree.delete(folder);
        }
    }

    /** Into a store of its own, which is gone afterwards. */
    private static void takeIn(Path archive) throws IOException {
        Path home = Files.createTempDirectory("fuzzed-store");
        try (RunStore store = RunStore.open(home)) {
            StoreArchive.read(archive, store);
        } finally {
            FolderTree.delete(home);
        }
    }

    /** Deeplearning4j finds the layers' classes by its own loader, so that the reader has to be that one's too. */
    private static void network(Path file) throws Exception {
        Class<?> reader = Class.forName(
                "org.kanworkbench.dl4j.NetworkFile",
                true,
                Readings.class.getClassLoader().getParent());
        try {
            reader.getMethod("read", Path.class, Optional.class).invoke(null, file, Optional.empty());
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof Exception thrown ? thrown : e;
        }
    }

    private static Optional<Preset> preset(int choice) {
        int preset = choice % (2 * Presets.ALL.size());
        return preset < Presets.ALL.size() ? Optional.of(Presets.ALL.get(preset)) : Optional.empty();
    }
}
