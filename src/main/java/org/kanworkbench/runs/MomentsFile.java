package org.kanworkbench.runs;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.kanworkbench.explain.SnapshotSeries.Moment;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.json.JsonText;
import org.kanworkbench.files.model.NamedModels;
import org.kanworkbench.files.tensors.Safetensors;
import org.kanworkbench.files.tensors.SafetensorsWriter;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.tensor.Tensor;

/**
 * A run's weights at several moments as one safetensors file: tensors are named {@code STEP.NAME}, the metadata tell as JSON
 * when each moment was and what network its weights are for.
 */
public final class MomentsFile {

    public static final String EXTENSION = ".safetensors";

    private static final int FORMAT = 1;
    private static final String CONTENT = "moments";

    /** @param networks different ones, which moments name by their place: grids may move during a run */
    private record Content(List<NetworkSpec> networks, List<Entry> moments) {}

    /** @param accuracy empty where the weights were not scored */
    private record Entry(long step, double epoch, List<Double> accuracy, int network) {}

    private MomentsFile() {}

    /** Writes the content of such a file. The stream stays open. */
    public static void write(List<Moment> moments, OutputStream out) throws IOException {
        List<NetworkSpec> networks = new ArrayList<>();
        List<Entry> entries = new ArrayList<>();
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Moment moment : moments) {
            NetworkSpec network = moment.model().network();
            if (networks.isEmpty() || !networks.getLast().equals(network)) {
                networks.add(network);
            }
            List<Double> accuracy = moment.accuracy().stream().boxed().toList();
            entries.add(new Entry(moment.step(), moment.epoch(), accuracy, networks.size() - 1));
            moment.model().tensors().forEach((name, tensor) -> tensors.put(prefix(moment.step()) + name, tensor));
        }
        SafetensorsWriter.write(tensors, Map.of(CONTENT, JsonText.write(new Content(networks, entries), FORMAT)), out);
    }

    private static String prefix(long step) {
        return step + ".";
    }

    public static List<Moment> read(Path file) throws ModelFileException {
        Safetensors tensors = Safetensors.read(file);
        String text = tensors.metadata().get(CONTENT);
        if (text == null) {
            throw new ModelFileException(file + " holds no moments of a run: choose another file");
        }
        Content content = JsonText.read(text, file.toString(), FORMAT, Content.class);
        List<Moment> moments = new ArrayList<>();
        long before = -1;
        for (Entry entry : content.moments()) {
            // One that is named twice would be held twice, and so on.
            if (entry.step() <= before) {
                throw new ModelFileException(
                        file + ": moments are not in the order of their steps: choose another file");
            }
            before = entry.step();
            if (entry.network() < 0 || entry.network() >= content.networks().size()) {
                throw new ModelFileException(file + ": moment of step " + entry.step() + " names no network");
            }
            Model model = NamedModels.read(
                    file.toString(),
                    tensors,
                    prefix(entry.step()),
                    content.networks().get(entry.network()));
            OptionalDouble accuracy =
                    entry.accuracy().stream().mapToDouble(Double::doubleValue).findFirst();
            moments.add(new Moment(entry.step(), entry.epoch(), model, accuracy));
        }
        return List.copyOf(moments);
    }
}
