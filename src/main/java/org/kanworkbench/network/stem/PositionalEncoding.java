package org.kanworkbench.network.stem;

/**
 * Adds the encoding of position 0 to a row, sin 0 to even and cos 0 to odd values: what Lazy_KAN (nKAN.py of
 * github.com/1ssb/torchkan) adds to a sequence of one row. It has no trained parameters.
 */
public record PositionalEncoding() implements Stem {

    /** The value added to element i of a row. */
    public float offset(int i) {
        return i % 2 == 0 ? 0 : 1;
    }

    @Override
    public String label() {
        return "position";
    }
}
