package org.kanworkbench.network;

/** Rows meet the first layer as they are. */
public record NoStem() implements Stem {

    @Override
    public String label() {
        return "";
    }
}
