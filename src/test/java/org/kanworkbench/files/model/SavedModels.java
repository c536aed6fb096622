package org.kanworkbench.files.model;

import java.util.Optional;
import java.util.OptionalDouble;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.Dataset.ImageShape;
import org.kanworkbench.data.Target;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.Preset;

/** Models as runs of presets leave them that were never scored. */
public final class SavedModels {

    private SavedModels() {}

    /** Neither of images nor of a table's columns. */
    public static SavedModel of(Model model, String preset, long seed, String dataset, Target target) {
        return of(model, preset, seed, dataset, target, Optional.empty(), Optional.empty());
    }

    public static SavedModel of(
            Model model,
            String preset,
            long seed,
            String dataset,
            Target target,
            Optional<ImageShape> image,
            Optional<ColumnScaling> scaling) {
        return new SavedModel(
                model,
                preset,
                Preset.named(preset).orElseThrow().recipe(),
                seed,
                dataset,
                target,
                image,
                scaling,
                OptionalDouble.empty(),
                Optional.empty());
    }
}
