package org.kanworkbench.runs.recording;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.kanworkbench.runs.ProgressFile;
import org.kanworkbench.runs.RunFiles;
import org.kanworkbench.runs.store.RunStore;
import org.kanworkbench.training.TrainingEvent.Progress;

/** A run's progress on disk, written anew at every checkpoint; neighbours are joined when there are too many. */
final class ProgressKeeper {

    private static final int MOST = 4096;

    private final RunStore store;
    private final long run;
    private final RunFiles files;
    private final List<Progress> points = new ArrayList<>();
    private int joined = 1;
    private int pending;

    /** @param before from before an interruption */
    ProgressKeeper(RunStore store, long run, RunFiles files, List<Progress> before) {
        this.store = store;
        this.run = run;
        this.files = files;
        points.addAll(before);
    }

    void add(Progress p) {
        if (pending > 0) {
            points.add(join(points.removeLast(), p));
            pending = (pending + 1) % joined;
            return;
        }
        if (points.size() >= MOST) {
            halve();
        }
        points.add(p);
        pending = 1 % joined;
    }

    private void halve() {
        List<Progress> all = List.copyOf(points);
        points.clear();
        for (int i = 0; i + 1 < all.size(); i += 2) {
            points.add(join(all.get(i), all.get(i + 1)));
        }
        joined *= 2;
    }

    /** Means over the steps of two neighbours, of which the first follows the last point. */
    private Progress join(Progress a, Progress b) {
        long start = points.isEmpty() ? 0 : points.getLast().step();
        double share = (double) (b.step() - a.step()) / Math.max(1, b.step() - start);
        return new Progress(
                b.step(),
                b.epoch(),
                a.loss() + share * (b.loss() - a.loss()),
                a.score() + share * (b.score() - a.score()),
                b.learningRate(),
                a.msPerStep() + share * (b.msPerStep() - a.msPerStep()),
                a.samplesPerSecond() + share * (b.samplesPerSecond() - a.samplesPerSecond()),
                b.elapsed(),
                b.remaining());
    }

    void keep() throws IOException {
        if (!points.isEmpty()) {
            Progress last = points.getLast();
            store.add(
                    run,
                    files.write(RunFiles.PROGRESS, last.step(), last.epoch(), out -> ProgressFile.write(points, out)));
        }
    }
}
