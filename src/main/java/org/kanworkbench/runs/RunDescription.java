package org.kanworkbench.runs;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.kanworkbench.data.FileErrors;
import org.kanworkbench.data.WholeFile;
import org.kanworkbench.files.AtomicFile;
import org.kanworkbench.files.DataFolder;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.json.VersionedJson;

/**
 * The description of a run at its start. A copy is stored with the run's files, so that the run can be restored if the
 * database is lost.
 *
 * @param name unique name on every machine, also of its folder
 * @param configuration as JSON, in the format of a configuration file for training runs
 * @param configurationKey equal for runs that differ only in seed and threads
 * @param plannedEpochs epochs, or parts of other work: fits of a sweep, schemes of a comparison
 * @param startedMillis milliseconds since 1970
 * @param environment description of versions and machine
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

    /** The description of a run that starts now. */
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
                machine());
    }

    private static String machine() {
        String version = Optional.ofNullable(RunDescription.class.getPackage().getImplementationVersion())
                .orElse("unpackaged");
        return "workbench " + version + ", Java " + Runtime.version() + ", " + System.getProperty("os.name") + " "
                + System.getProperty("os.version") + " " + System.getProperty("os.arch") + ", "
                + Runtime.getRuntime().availableProcessors() + " processors";
    }

    /** The same description with another configuration. */
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
            AtomicFile.write(files.file(RunFiles.DESCRIPTION), out -> out.write(VersionedJson.write(this, FORMAT)));
        } catch (IOException e) {
            throw new StoreException(
                    "the run cannot be kept in " + files.folder() + " (" + FileErrors.reason(e)
                            + "): free some space or allow writing there",
                    e);
        }
    }

    public static RunDescription read(RunFiles files) throws ModelFileException, IOException {
        String where = files.file(RunFiles.DESCRIPTION).toString();
        return VersionedJson.read(
                WholeFile.text(files.file(RunFiles.DESCRIPTION), WholeFile.MOST_OWN),
                where,
                FORMAT,
                RunDescription.class);
    }
}
