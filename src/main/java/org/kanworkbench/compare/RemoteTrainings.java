package org.kanworkbench.compare;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import org.kanworkbench.data.DataException;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.Parcel;
import org.kanworkbench.files.json.VersionedJson;
import org.kanworkbench.training.trials.Cluster;
import org.kanworkbench.training.trials.ClusterException;
import org.kanworkbench.training.trials.RemoteWork;
import org.kanworkbench.training.trials.WorkControl;

/**
 * A comparison's trainings on other machines. They get the comparison with its data, then the number of a training and its
 * learning rate, and answer with its line of {@code scores.jsonl}.
 */
final class RemoteTrainings implements RemoteWork {

    private static final int FORMAT = 1;

    private final CellTraining training;

    RemoteTrainings(byte[] parcel, Path folder) throws IOException, DataException {
        Parcel opened = Parcel.open(parcel, folder);
        SizedComparison sized = VersionedJson.read(opened.text(), "the comparison", FORMAT, SizedComparison.class);
        training = new CellTraining(PreparedComparison.of(sized.located(opened::place)));
    }

    static Cluster.Sent send(SizedComparison sized, Cluster cluster) throws IOException {
        return cluster.send(
                RemoteTrainings::new, Parcel.of(absolute -> VersionedJson.text(sized.located(absolute), FORMAT)));
    }

    @Override
    public Optional<byte[]> run(byte[] trial, WorkControl control) throws IOException, InterruptedException {
        ByteBuffer description = ByteBuffer.wrap(trial);
        Optional<Score> score = training.score(description.getInt(), description.getDouble(), control);
        return score.isEmpty() ? Optional.empty() : Optional.of(VersionedJson.line(score.get()));
    }

    /** Runs a training there. */
    static Optional<Score> score(Cluster.Sent sent, int index, double rate, WorkControl control)
            throws ClusterException, InterruptedException {
        byte[] description = ByteBuffer.allocate(Integer.BYTES + Double.BYTES)
                .putInt(index)
                .putDouble(rate)
                .array();
        return sent.run(description, control).map(line -> {
            try {
                return VersionedJson.read(line, "a score", Score.class);
            } catch (ModelFileException e) {
                throw new IllegalStateException(e.getMessage(), e);
            }
        });
    }
}
