package org.kanworkbench.cli.command;

import java.util.Optional;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.Presets;

/** Finds presets by the names that users type. */
public final class PresetOption {

    private PresetOption() {}

    /** @param name null for none */
    public static Optional<Preset> asked(String name) throws CommandFailure {
        return name == null ? Optional.empty() : Optional.of(named(name));
    }

    public static Preset named(String name) throws CommandFailure {
        return Preset.named(name)
                .orElseThrow(() -> CommandFailure.badInput("preset '" + name + "' is not known: "
                        + NearNames.hint(
                                name, Presets.ALL.stream().map(Preset::name).toList())));
    }
}
