package org.kanworkbench.runs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import org.kanworkbench.data.FileErrors;
import org.kanworkbench.files.AtomicFile;
import org.kanworkbench.files.DataFolder;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.json.JsonText;

/** What a run is, beside its files, so that it can be listed again should the database be lost. */
public final class RunDescription {

    private static final int FORMAT = 1;

    private RunDescription() {}

    private record Content(
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
            long started,
            String environment) {}

    public static void write(NewRun run, RunFiles files) throws StoreException {
        Content content = new Content(
                run.name(),
                run.kind(),
                run.preset(),
                run.dataset(),
                run.seed(),
                run.engine(),
                run.parameters(),
                run.configuration(),
                run.configurationKey(),
                run.plannedEpochs(),
                run.started().toEpochMilli(),
                run.environment());
        try {
            DataFolder.make(files.folder());
            AtomicFile.write(
                    files.file(RunFiles.DESCRIPTION),
                    out -> out.write(JsonText.write(content, FORMAT).getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new StoreException(
                    "the run cannot be kept in " + files.folder() + " (" + FileErrors.reason(e)
                            + "): free some space or allow writing there",
                    e);
        }
    }

    public static NewRun read(RunFiles files) throws ModelFileException, IOException {
        String where = files.file(RunFiles.DESCRIPTION).toString();
        Content c = JsonText.read(Files.readString(files.file(RunFiles.DESCRIPTION)), where, FORMAT, Content.class);
        return new NewRun(
                c.name(),
                c.kind(),
                c.preset(),
                c.dataset(),
                c.seed(),
                c.engine(),
                c.parameters(),
                c.configuration(),
                c.configurationKey(),
                c.plannedEpochs(),
                Instant.ofEpochMilli(c.started()),
                c.environment());
    }
}
