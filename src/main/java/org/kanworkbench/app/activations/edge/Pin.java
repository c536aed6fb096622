package org.kanworkbench.app.activations.edge;

import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.explain.Edge;

/** A pinned edge of any model: its curve is drawn together with the other pinned ones. */
public record Pin(OpenModel model, Edge edge) {}
