package org.kanworkbench.app.train;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.kanworkbench.files.tensors.SafetensorsWriter;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.tensor.Tensor;

/** Writes a network of kal-net-faithful's or kac-net-faithful's kind under the names that TorchKAN gives its tensors. */
public final class PeerFile {

    private PeerFile() {}

    public static Path write(Model model, Path file) throws IOException {
        Map<String, Tensor> theirs = new LinkedHashMap<>();
        for (int l = 0; l < model.network().layers().size(); l++) {
            String ours = "layers." + l + ".";
            theirs.put("base_weights." + l, model.tensor(ours + "base_weight"));
            Tensor basis = model.tensor(ours + "basis_weight");
            int[] joined = {basis.shape()[0], basis.shape()[1] * basis.shape()[2]};
            theirs.put("poly_weights." + l, new Tensor(joined, basis.values()));
            theirs.put("layer_norms." + l + ".weight", model.tensor(ours + "norm.weight"));
            theirs.put("layer_norms." + l + ".bias", model.tensor(ours + "norm.bias"));
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            SafetensorsWriter.write(theirs, Map.of(), out);
        }
        return file;
    }
}
