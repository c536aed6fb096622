package org.kanworkbench.noise.sweep;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.kanworkbench.data.FileErrors;
import org.kanworkbench.runs.AtomicFile;
import org.kanworkbench.runs.ModelFileException;
import org.kanworkbench.runs.SaveException;
import org.kanworkbench.runs.VersionedJson;

/** Sweep configurations as JSON files that a person can read and change. */
public final class SweepFile {

    private static final int FORMAT = 1;
    private static final int MAX_BYTES = 1 << 22;

    private SweepFile() {}

    public static SweepConfiguration read(Path file) throws ModelFileException {
        byte[] json;
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new ModelFileException(file + " is too large for a configuration: choose another file");
            }
            json = Files.readAllBytes(file);
        } catch (ModelFileException e) {
            throw e;
        } catch (IOException e) {
            throw new ModelFileException(
                    file + " cannot be read (" + FileErrors.reason(e) + "): check that it exists and may be read", e);
        }
        return VersionedJson.read(json, file.toString(), FORMAT, SweepConfiguration.class);
    }

    /** The configuration as its file has it. */
    public static String text(SweepConfiguration configuration) throws SaveException {
        try {
            return new String(VersionedJson.write(configuration, FORMAT), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new SaveException("the configuration cannot be written as JSON (" + FileErrors.reason(e) + ")", e);
        }
    }

    public static void write(SweepConfiguration configuration, Path file) throws SaveException {
        AtomicFile.write(file, out -> {
            out.write(VersionedJson.write(configuration, FORMAT));
            out.write('\n');
        });
    }
}
