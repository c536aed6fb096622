package org.kanworkbench.runs.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.kanworkbench.explain.SnapshotSeries.Snapshot;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.network.Model;
import org.kanworkbench.runs.SnapshotsFile;

/** Files of a run's weights over time, for tests in other packages. */
public final class Snapshots {

    private Snapshots() {}

    public static List<Snapshot> read(Path file) throws ModelFileException {
        return SnapshotsFile.read(file);
    }

    /** A file of the same weights at a few steps. */
    public static byte[] file(Model model, long... steps) throws IOException {
        List<Snapshot> snapshots = new ArrayList<>();
        for (long step : steps) {
            snapshots.add(new Snapshot(step, step / 10.0, model, OptionalDouble.of(0.5)));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SnapshotsFile.write(snapshots, out);
        return out.toByteArray();
    }
}
