package org.kanworkbench.files.peer;

import java.util.List;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.network.Preset;

/** A file whose weights match several networks: one of the candidates must be chosen. */
public final class PresetNeededException extends ModelFileException {

    private final transient List<Preset> candidates;

    public PresetNeededException(String message, List<Preset> candidates) {
        super(message);
        this.candidates = List.copyOf(candidates);
    }

    /** The matching presets, at least one. */
    public List<Preset> candidates() {
        return candidates;
    }
}
