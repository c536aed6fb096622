package org.kanworkbench.network;

/** What a row goes through before the first layer: there are no edge functions in it. */
public sealed interface Stem permits NoStem, Convolutions, PositionalEncoding {

    /** As a person reads it, for instance {@code conv 16, 32}; empty for none. */
    String label();

    /** Values of a row that it is made for; 1 where it takes any. */
    int usualInputs();

    /** The same stem for rows of another size. An IllegalArgumentException of one line, when there is none. */
    Stem fitted(int inputs);

    /** Values of a row that it takes to give a first layer its {@code features}. */
    int inputs(int features);

    /** Values of a row that it gives the first layer, of {@code inputs} that it takes. */
    int features(int inputs);

    /** Trained parameters. */
    long parameters();
}
