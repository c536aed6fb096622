package org.kanworkbench.app.pane;

/** Brings another pane to the front. */
@FunctionalInterface
public interface Navigator {

    /** @param id see {@link PaneFace#id()} */
    void show(String id);
}
