package org.kanworkbench.network;

/**
 * What a row goes through before the first layer: there are no edge functions in it. One that neither changes a row's size
 * nor trains anything needs a label alone.
 */
public sealed interface Stem permits NoStem, Convolutions, PositionalEncoding {

    /** The display name, for instance {@code conv 16, 32}; empty for none. */
    String label();

    /** Values of a row that it is made for; 1 where it takes any. */
    default int usualInputs() {
        return 1;
    }

    /** The same stem for rows of another size. An IllegalArgumentException of one line, when there is none. */
    default Stem fitted(int inputs) {
        return this;
    }

    /** Values of a row that it takes to give a first layer its {@code features}. */
    default int inputs(int features) {
        return features;
    }

    /** Values of a row that it gives the first layer, of {@code inputs} that it takes. */
    default int features(int inputs) {
        return inputs;
    }

    /** Trained parameters. */
    default long parameters() {
        return 0;
    }
}
