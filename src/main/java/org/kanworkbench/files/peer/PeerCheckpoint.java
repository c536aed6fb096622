package org.kanworkbench.files.peer;

import java.nio.file.Path;
import java.util.Optional;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.tensors.NamedTensors;
import org.kanworkbench.files.tensors.Safetensors;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.Preset;

/**
 * A network that its originators' own PyTorch code has saved, in our words.
 *
 * @param preset the faithful preset of its kind; the model's layer sizes, order and grid are the file's own
 */
public record PeerCheckpoint(Model model, Preset preset) {

    /** Of files that {@code torch.save(model.state_dict(), …)} has written. */
    public static final String EXTENSION = ".pth";

    /** @param preset decides where files of different networks look alike; elsewhere it must agree with the file */
    public static PeerCheckpoint read(Path file, Optional<Preset> preset) throws ModelFileException {
        return of(file, StateDict.read(file), preset);
    }

    /** The same from a safetensors file with the peer's tensor names. */
    public static PeerCheckpoint of(Path file, Safetensors weights, Optional<Preset> preset) throws ModelFileException {
        return of(file, (NamedTensors) weights, preset);
    }

    private static PeerCheckpoint of(Path file, NamedTensors tensors, Optional<Preset> preset)
            throws ModelFileException {
        PeerLayout layout = new PeerRecognition(file.toString(), tensors, preset).layout();
        return new PeerCheckpoint(layout.model(file.toString(), tensors), layout.preset());
    }

    /** Whether a peer's code, not the workbench, has named the tensors. */
    public static boolean hasPeerNames(Safetensors weights) {
        return PeerRecognition.isForeign(weights);
    }
}
