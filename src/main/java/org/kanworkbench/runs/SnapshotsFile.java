package org.kanworkbench.runs;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.kanworkbench.explain.SnapshotSeries.Snapshot;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.json.VersionedJson;
import org.kanworkbench.files.tensors.Safetensors;
import org.kanworkbench.files.tensors.SafetensorsWriter;
import org.kanworkbench.files.tensors.TensorShapes;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.tensor.Tensor;

/**
 * Several snapshots of a run as one safetensors file: tensors are named {@code STEP.NAME}, and JSON metadata has the
 * step, epoch, score and network of each.
 */
public final class SnapshotsFile {

    public static final String EXTENSION = ".safetensors";

    private static final int FORMAT = 1;
    private static final String CONTENT = "moments";

    /** Earlier versions wrote up to 2,000 snapshots to one file, each with all of a network's tensors. */
    private static final int MOST_TOKENS = 1 << 21;

    /** @param networks distinct networks, to which snapshots refer by index: grids may change during a run */
    private record Content(List<NetworkSpec> networks, List<Entry> moments) {}

    /** @param accuracy the score, by the run's measure; empty if the weights were not evaluated */
    private record Entry(long step, double epoch, List<Double> accuracy, int network) {}

    private SnapshotsFile() {}

    /** Writes the content of the file. Does not close the stream. */
    public static void write(List<Snapshot> snapshots, OutputStream out) throws IOException {
        List<NetworkSpec> networks = new ArrayList<>();
        List<Entry> entries = new ArrayList<>();
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Snapshot snapshot : snapshots) {
            NetworkSpec network = snapshot.model().network();
            if (networks.isEmpty() || !networks.getLast().equals(network)) {
                networks.add(network);
            }
            List<Double> accuracy = snapshot.score().stream().boxed().toList();
            entries.add(new Entry(snapshot.step(), snapshot.epoch(), accuracy, networks.size() - 1));
            snapshot.model().tensors().forEach((name, tensor) -> tensors.put(prefix(snapshot.step()) + name, tensor));
        }
        SafetensorsWriter.write(
                tensors, Map.of(CONTENT, VersionedJson.text(new Content(networks, entries), FORMAT)), out);
    }

    private static String prefix(long step) {
        return step + ".";
    }

    public static List<Snapshot> read(Path file) throws ModelFileException {
        Safetensors tensors = Safetensors.read(file, MOST_TOKENS);
        String text = tensors.metadata().get(CONTENT);
        if (text == null) {
            throw new ModelFileException(file + " holds no snapshots of a run: choose another file");
        }
        Content content = VersionedJson.read(text, file.toString(), FORMAT, Content.class);
        List<Snapshot> snapshots = new ArrayList<>();
        long before = -1;
        for (Entry entry : content.moments()) {
            OptionalDouble score =
                    entry.accuracy().stream().mapToDouble(Double::doubleValue).findFirst();
            if (entry.step() == before) {
                // Earlier versions wrote some snapshots again once they were evaluated: the weights are the same.
                Snapshot same = snapshots.removeLast();
                snapshots.add(new Snapshot(
                        same.step(), same.epoch(), same.model(), score.isPresent() ? score : same.score()));
                continue;
            }
            if (entry.step() < before) {
                throw new ModelFileException(
                        file + ": snapshots are not in the order of their steps: choose another file");
            }
            before = entry.step();
            if (entry.network() < 0 || entry.network() >= content.networks().size()) {
                throw new ModelFileException(
                        file + ": snapshot of step " + entry.step() + " names no network: choose another file");
            }
            Model model = TensorShapes.model(
                    file.toString(),
                    tensors,
                    prefix(entry.step()),
                    content.networks().get(entry.network()));
            snapshots.add(new Snapshot(entry.step(), entry.epoch(), model, score));
        }
        return List.copyOf(snapshots);
    }
}
