package org.kanworkbench.network.stem;

/** No stem: rows are the first layer's inputs. */
public record NoStem() implements Stem {

    @Override
    public String label() {
        return "";
    }
}
