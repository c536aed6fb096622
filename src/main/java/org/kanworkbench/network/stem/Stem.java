package org.kanworkbench.network.stem;

import java.util.List;

/**
 * The stem of a network precedes the first layer and has no edge functions. A stem that neither changes a row's size
 * nor has parameters needs only a label.
 */
public sealed interface Stem permits NoStem, Convolutions, KanConvolutions, PositionalEncoding {

    /** The display name, for instance {@code conv 16, 32}; empty for none. */
    String label();

    /** Input size that it is made for; 1 if it takes any. */
    default int usualInputs() {
        return 1;
    }

    /** The same stem for rows of another size. Throws IllegalArgumentException if there is none. */
    default Stem fitted(int inputs) {
        return this;
    }

    /** Input size for a given number of output {@code features}. */
    default int inputs(int features) {
        return features;
    }

    /** Output size for a given number of {@code inputs}. */
    default int features(int inputs) {
        return inputs;
    }

    /** Outputs of every stage of convolutions; none without any. */
    default List<Integer> channels() {
        return List.of();
    }

    /** The same stem with other {@link #channels()}, if it has any. */
    default Stem withChannels(List<Integer> others) {
        return this;
    }

    /** Number of trained parameters. */
    default long parameters() {
        return 0;
    }
}
