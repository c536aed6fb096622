package org.kanworkbench.files.peer;

import java.util.List;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.network.Preset;

/** A file whose weights fit several networks: one of the candidates must be named. */
public final class PresetNeededException extends ModelFileException {

    private static final long serialVersionUID = 1;

    private final transient List<Preset> candidates;

    public PresetNeededException(String message, List<Preset> candidates) {
        super(message);
        this.candidates = List.copyOf(candidates);
    }

    /** The presets whose networks the file may hold, at least one. */
    public List<Preset> candidates() {
        return candidates;
    }
}
