package org.kanworkbench.files.peer;

import java.nio.file.Path;
import java.util.Optional;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.tensors.NamedTensors;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.Preset;

/**
 * A network saved by a peer's own PyTorch code, converted to our model.
 *
 * @param preset the faithful preset of its kind; layer sizes, order and grid of the model come from the file
 */
public record PeerCheckpoint(Model model, Preset preset) {

    /** Reads a file written by {@code torch.save(model.state_dict(), …)}. */
    public static final String EXTENSION = ".pth";

    /** @param preset decides if files of different networks look alike; otherwise it must match the file */
    public static PeerCheckpoint read(Path file, Optional<Preset> preset) throws ModelFileException {
        return of(file, StateDict.read(file), preset);
    }

    /** The same from a file's tensors with the peer's names. */
    public static PeerCheckpoint of(Path file, NamedTensors tensors, Optional<Preset> preset)
            throws ModelFileException {
        PeerLayout layout = new PeerRecognition(file.toString(), tensors, preset).layout();
        return new PeerCheckpoint(layout.model(file.toString(), tensors), layout.preset());
    }

    /** Whether the tensors have a peer's names rather than the workbench's. */
    public static boolean hasPeerNames(NamedTensors tensors) {
        return PeerRecognition.isForeign(tensors);
    }
}
