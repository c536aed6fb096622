package org.kanworkbench.files.model;

import com.fasterxml.jackson.core.JsonPointer;
import java.nio.file.Path;
import org.kanworkbench.files.AtomicFile;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.SaveException;
import org.kanworkbench.files.json.VersionedJson;
import org.kanworkbench.training.Configuration;

/**
 * Configurations as JSON files that users can read and edit. Relative data paths are resolved against the file's
 * folder.
 */
public final class ConfigurationFile {

    public static final String EXTENSION = ".json";

    static final int FORMAT = 1;
    /** Where an exported run has it. */
    private static final JsonPointer IN_RUN = JsonPointer.compile("/run/configuration");

    public static final int MAX_THREADS = 1024;

    private ConfigurationFile() {}

    /** Of a file of its own, or of an exported run. */
    public static Configuration read(Path file) throws ModelFileException {
        Configuration read = VersionedJson.read(file, IN_RUN, FORMAT, Configuration.class);
        check(file, read);
        return read.withData(read.data().located(file::resolveSibling));
    }

    public static void write(Configuration configuration, Path file) throws SaveException {
        AtomicFile.write(file, text(configuration) + "\n");
    }

    /** The same JSON as text. */
    public static String text(Configuration configuration) {
        return VersionedJson.text(configuration, FORMAT);
    }

    private static void check(Path file, Configuration read) throws ModelFileException {
        ModelDescription.checkPreset(read.preset(), file.toString());
        if (!Configuration.isEngine(read.engine())) {
            throw new ModelFileException(file + ": engine: \"" + read.engine() + "\" is unknown: choose "
                    + String.join(" or ", Configuration.ENGINES));
        }
        if (read.threads() < 1 || read.threads() > MAX_THREADS) {
            throw new ModelFileException(
                    file + ": threads: " + read.threads() + " is impossible: choose 1 to " + MAX_THREADS);
        }
    }
}
