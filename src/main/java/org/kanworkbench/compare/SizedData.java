package org.kanworkbench.compare;

import java.util.List;
import org.kanworkbench.training.Measure;

/**
 * A data set of a comparison, with the sizes of all presets for it.
 *
 * @param digest of its content
 * @param epochs of a training, and of one that tries a learning rate
 * @param presets in the comparison's order
 */
public record SizedData(
        String name,
        String digest,
        Measure measure,
        int trainRows,
        int validationRows,
        int testRows,
        int epochs,
        int tuningEpochs,
        List<SizedPreset> presets) {

    public SizedData {
        presets = List.copyOf(presets);
    }
}
