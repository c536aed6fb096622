package org.kanworkbench.data;

import java.util.Optional;

/** Batches of examples, one after the other: which examples the current one has. */
public interface Batches {

    Examples examples();

    /** Advances to the next batch: its examples are those from {@link #first} on in the {@link #order}. Returns how many; 0 for none. */
    int next();

    /** Where the current batch begins in the order. */
    int first();

    /** The current epoch's order of the examples, which changes with the next. */
    int[] order();

    /** The current epoch, from 0. */
    int epoch();

    /** What changes rows; empty without augmentation. */
    default Optional<Augmenter> augmenter() {
        return Optional.empty();
    }
}
