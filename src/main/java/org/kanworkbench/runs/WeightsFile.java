package org.kanworkbench.runs;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;

/** Weights with the network that they are for, and no more: safetensors whose metadata hold the specification as JSON. */
public final class WeightsFile {

    private static final int FORMAT = 1;
    private static final String NETWORK = "network";

    private WeightsFile() {}

    /** Writes the content of such a file. The stream stays open. */
    public static void write(Model model, OutputStream out) throws IOException {
        String network = new String(VersionedJson.write(model.network(), FORMAT), StandardCharsets.UTF_8);
        Safetensors.write(model.tensors(), Map.of(NETWORK, network), out);
    }

    public static Model read(Path file) throws ModelFileException {
        Safetensors weights = Safetensors.read(file);
        String json = weights.metadata().get(NETWORK);
        if (json == null) {
            throw new ModelFileException(file + " does not say what network its weights are for: choose another file");
        }
        NetworkSpec network =
                VersionedJson.read(json.getBytes(StandardCharsets.UTF_8), file.toString(), FORMAT, NetworkSpec.class);
        return new Model(network, TensorShapes.of(network).pick(file.toString(), weights));
    }
}
