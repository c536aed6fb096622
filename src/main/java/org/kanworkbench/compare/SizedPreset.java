package org.kanworkbench.compare;

import java.util.List;

/**
 * A preset in the size in which it is compared.
 *
 * @param flops floating-point operations of a prediction
 * @param stepMicros of a training step, as measured when sizes were matched by time; 0 if they were not
 */
public record SizedPreset(String preset, List<Integer> hidden, long parameters, long flops, double stepMicros) {

    public SizedPreset {
        hidden = List.copyOf(hidden);
    }
}
