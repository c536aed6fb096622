package org.kanworkbench.app.models;

import java.util.List;

/** What every pane can tell of a network that is open, whatever computes it. Stays the same while it is. */
public sealed interface OpenNetwork permits OpenModel, OpenGraph {

    String name();

    /** Index into the palette of model colours, see styles/tokens.css. */
    int series();

    /** Names of the classes, in the order of the outputs. */
    List<String> classes();
}
