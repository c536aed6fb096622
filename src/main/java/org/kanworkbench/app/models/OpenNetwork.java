package org.kanworkbench.app.models;

import java.util.List;
import org.kanworkbench.data.Target;

/** What every pane can tell of a network that is open, whatever computes it. Stays the same while it is. */
public sealed interface OpenNetwork permits OpenModel, OpenGraph {

    String name();

    /** Index into the palette of model colours, see styles/tokens.css. */
    int series();

    /** What it predicts. */
    Target target();

    /** Names of its outputs: classes, or numbers. */
    default List<String> outputs() {
        return target().names();
    }
}
