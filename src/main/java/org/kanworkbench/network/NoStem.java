package org.kanworkbench.network;

/** Rows meet the first layer as they are. */
public record NoStem() implements Stem {

    @Override
    public String label() {
        return "";
    }

    @Override
    public int usualInputs() {
        return 1;
    }

    @Override
    public Stem fitted(int inputs) {
        return this;
    }

    @Override
    public int inputs(int features) {
        return features;
    }

    @Override
    public int features(int inputs) {
        return inputs;
    }

    @Override
    public long parameters() {
        return 0;
    }
}
