package org.kanworkbench.runs;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.tensors.Safetensors;
import org.kanworkbench.files.tensors.SafetensorsWriter;
import org.kanworkbench.network.tensor.Tensor;
import org.kanworkbench.training.TrainingEvent.Progress;

/** A run's progress, as it was seen live, as a safetensors file of one tensor: a row per event. */
public final class ProgressFile {

    private static final String CONTENT = "progress";

    /** Step, epoch, loss, score, learning rate, ms per step, samples per second, training time [s]. */
    private static final int COLUMNS = 8;

    /** Of the usual number of steps between two points. */
    private static final double FEWEST_STEPS = 0.25;

    private ProgressFile() {}

    /**
     * Whether a point is not drawn: the mean over far fewer steps than usual, as at an epoch's end, is noise.
     *
     * @param drawn how many points are, to the step before
     */
    public static boolean isNoise(long step, long before, int drawn) {
        return step - before < FEWEST_STEPS * step / (drawn + 1.0);
    }

    /** Writes the content of the file. Does not close the stream. */
    public static void write(List<Progress> progress, OutputStream out) throws IOException {
        float[] values = new float[progress.size() * COLUMNS];
        int at = 0;
        for (Progress p : progress) {
            for (double value : new double[] {
                p.step(),
                p.epoch(),
                p.loss(),
                p.score(),
                p.learningRate(),
                p.msPerStep(),
                p.samplesPerSecond(),
                p.elapsed().toNanos() / 1e9
            }) {
                values[at++] = (float) value;
            }
        }
        SafetensorsWriter.write(
                Map.of(CONTENT, new Tensor(new int[] {progress.size(), COLUMNS}, values)), Map.of(), out);
    }

    /**
     * The evaluations whose means over an epoch stand in where no progress is kept, as before an earlier version's run was
     * resumed.
     *
     * @param kept in order
     */
    public static List<Metric> unkept(List<Progress> kept, List<Metric> metrics) {
        if (kept.isEmpty()) {
            return metrics;
        }
        // A first point within the first epoch leaves nothing out, however coarse: so it was drawn live.
        long from = kept.getFirst().epoch() <= 1 ? 0 : kept.getFirst().step();
        long to = kept.getLast().step();
        // The last one of a stopped run is a mean over all of the epoch, too, of which the end alone is not kept.
        return metrics.stream()
                .filter(m -> m.step() < from || m.step() > to && m.epochEnd())
                .toList();
    }

    public static List<Progress> read(Path file) throws ModelFileException {
        Safetensors tensors = Safetensors.read(file);
        if (!tensors.names().contains(CONTENT)
                || tensors.shape(CONTENT).size() != 2
                || tensors.shape(CONTENT).get(1) != COLUMNS) {
            throw new ModelFileException(file + " holds no progress of a run: choose another file");
        }
        float[] values = tensors.tensor(CONTENT).values();
        List<Progress> progress = new ArrayList<>();
        for (int at = 0; at < values.length; at += COLUMNS) {
            progress.add(new Progress(
                    (long) values[at],
                    values[at + 1],
                    values[at + 2],
                    values[at + 3],
                    values[at + 4],
                    values[at + 5],
                    values[at + 6],
                    Duration.ofMillis(Math.round(1e3 * values[at + 7])),
                    Duration.ZERO));
        }
        return List.copyOf(progress);
    }
}
