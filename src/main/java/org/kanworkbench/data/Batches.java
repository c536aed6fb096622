package org.kanworkbench.data;

import java.util.Optional;

/** Batches of examples, one after the other: which examples the current one has. */
public abstract class Batches {

    protected final Examples examples;
    protected final int[] order;

    /** Where the current batch begins in the order. */
    protected int first;

    /** The current epoch, from 0. */
    protected int epoch;

    /** @param order of the examples, which the subclass shuffles */
    protected Batches(Examples examples, int[] order) {
        this.examples = examples;
        this.order = order;
    }

    public final Examples examples() {
        return examples;
    }

    /** Advances to the next batch: its examples are those from {@link #first} on in the {@link #order}. Returns how many; 0 for none. */
    public abstract int next();

    /** Where the current batch begins in the order. */
    public final int first() {
        return first;
    }

    /** The current epoch's order of the examples, which changes with the next. */
    public final int[] order() {
        return order;
    }

    /** The current epoch, from 0. */
    public final int epoch() {
        return epoch;
    }

    /** What changes rows; empty without augmentation. */
    public Optional<Augmenter> augmenter() {
        return Optional.empty();
    }
}
