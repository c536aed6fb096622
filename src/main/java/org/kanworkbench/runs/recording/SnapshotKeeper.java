package org.kanworkbench.runs.recording;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.kanworkbench.explain.SnapshotSeries;
import org.kanworkbench.explain.SnapshotSeries.Snapshot;
import org.kanworkbench.runs.RunFiles;
import org.kanworkbench.runs.SnapshotsFile;
import org.kanworkbench.runs.StoredFile;
import org.kanworkbench.runs.store.RunStore;
import org.kanworkbench.training.TrainingEvent;

/**
 * A run's snapshots on disk: new ones are written to a separate file at every checkpoint; periodically and at the end,
 * all retained ones are merged into one file, or as few as can be read again.
 */
final class SnapshotKeeper {

    /** Disk space for the snapshots of a finished run; a running one may use three times as much. */
    private static final long MOST_BYTES = 64L << 20;

    /** In one file. */
    private static final int MOST_TENSORS = 4000;

    /** The same. */
    private static final long MOST_PARAMETERS = 1L << 28;

    private final RunStore store;
    private final long run;
    private final RunFiles files;
    private final SnapshotSeries series = new SnapshotSeries(MOST_BYTES);
    private final Set<Long> written = new HashSet<>();
    private final List<StoredFile> parts = new ArrayList<>();

    /**
     * @param before snapshots from before an interruption
     * @param parts the files with these snapshots
     */
    SnapshotKeeper(RunStore store, long run, RunFiles files, List<Snapshot> before, List<StoredFile> parts) {
        this.store = store;
        this.run = run;
        this.files = files;
        this.parts.addAll(parts);
        for (Snapshot snapshot : before) {
            series.recall(snapshot);
            written.add(snapshot.step());
        }
    }

    void fold(TrainingEvent event) {
        series.fold(event);
    }

    /** Writes snapshots added since the last call. */
    void keep() throws IOException {
        List<Snapshot> fresh = series.snapshots().stream()
                .filter(snapshot -> !written.contains(snapshot.step()))
                .toList();
        if (!fresh.isEmpty()) {
            write(fresh);
        }
        // The fewest that are kept of a large network may have more by themselves.
        if (!fresh.isEmpty()
                && parts.size() > 1
                && parts.stream().mapToLong(StoredFile::bytes).sum() > 3 * MOST_BYTES) {
            gather();
        }
    }

    /** Merges all retained snapshots. */
    void finish() throws IOException {
        keep();
        // A run that starts again and fails at once has none of its own yet.
        if (parts.size() > 1 && !series.snapshots().isEmpty()) {
            gather();
        }
    }

    /** Writes them to as many files as readers take: each names all of its tensors before the first. */
    private Set<String> write(List<Snapshot> snapshots) throws IOException {
        Set<String> paths = new HashSet<>();
        int from = 0;
        int tensors = 0;
        long parameters = 0;
        for (int n = 0; n < snapshots.size(); n++) {
            int more = snapshots.get(n).model().tensors().size();
            long larger = snapshots.get(n).model().network().parameters();
            if ((tensors + more > MOST_TENSORS || parameters + larger > MOST_PARAMETERS) && n > from) {
                paths.add(writePart(snapshots.subList(from, n)));
                from = n;
                tensors = 0;
                parameters = 0;
            }
            tensors += more;
            parameters += larger;
        }
        paths.add(writePart(snapshots.subList(from, snapshots.size())));
        return paths;
    }

    private String writePart(List<Snapshot> snapshots) throws IOException {
        Snapshot last = snapshots.getLast();
        StoredFile part = files.write(
                RunFiles.snapshots(snapshots.getFirst().step(), last.step()),
                last.step(),
                last.epoch(),
                out -> SnapshotsFile.write(snapshots, out));
        store.add(run, part);
        parts.removeIf(old -> old.path().equals(part.path()));
        parts.add(part);
        snapshots.forEach(snapshot -> written.add(snapshot.step()));
        return part.path();
    }

    private void gather() throws IOException {
        List<StoredFile> old = List.copyOf(parts);
        Set<String> whole = write(series.snapshots());
        for (StoredFile part : old) {
            if (!whole.contains(part.path())) {
                // In this order: after a crash, a surplus file can be repaired, a row without its file cannot.
                store.remove(run, part.path());
                Files.deleteIfExists(files.file(part.path()));
                parts.remove(part);
            }
        }
    }
}
