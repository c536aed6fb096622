package org.kanworkbench.runs;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.UUID;
import org.kanworkbench.data.FileErrors;
import org.kanworkbench.files.AtomicFile;
import org.kanworkbench.files.DataFolder;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.json.JsonText;

/**
 * What is known of a run as it begins. It lies beside the run's files, too, so that the run can be listed again should the
 * database be lost.
 *
 * @param name its name on every machine, also that of its folder
 * @param configuration as JSON, for a training that of a configuration file
 * @param configurationKey the same for runs that differ in nothing but seed and threads
 * @param plannedEpochs of work that is no training, its parts: fits of a sweep, schemes of a comparison
 * @param startedMillis milliseconds since 1970
 * @param environment versions and machine that it was trained with, in words
 */
public record RunDescription(
        String name,
        RunKind kind,
        String preset,
        String dataset,
        long seed,
        String engine,
        long parameters,
        String configuration,
        String configurationKey,
        int plannedEpochs,
        @JsonProperty("started") long startedMillis,
        String environment) {

    private static final int FORMAT = 1;

    /** A run that begins now. */
    public static RunDescription begun(
            RunKind kind,
            String preset,
            String dataset,
            long seed,
            String engine,
            long parameters,
            String configuration,
            String key,
            int plannedEpochs) {
        return new RunDescription(
                UUID.randomUUID().toString(),
                kind,
                preset,
                dataset,
                seed,
                engine,
                parameters,
                configuration,
                key,
                plannedEpochs,
                System.currentTimeMillis(),
                Environment.describe());
    }

    /** The same run of another configuration. */
    public RunDescription configured(String text, String key) {
        return new RunDescription(
                name,
                kind,
                preset,
                dataset,
                seed,
                engine,
                parameters,
                text,
                key,
                plannedEpochs,
                startedMillis,
                environment);
    }

    public Instant started() {
        return Instant.ofEpochMilli(startedMillis);
    }

    public void write(RunFiles files) throws StoreException {
        try {
            DataFolder.make(files.folder());
            AtomicFile.write(
                    files.file(RunFiles.DESCRIPTION),
                    out -> out.write(JsonText.write(this, FORMAT).getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new StoreException(
                    "the run cannot be kept in " + files.folder() + " (" + FileErrors.reason(e)
                            + "): free some space or allow writing there",
                    e);
        }
    }

    public static RunDescription read(RunFiles files) throws ModelFileException, IOException {
        String where = files.file(RunFiles.DESCRIPTION).toString();
        return JsonText.read(Files.readString(files.file(RunFiles.DESCRIPTION)), where, FORMAT, RunDescription.class);
    }
}
