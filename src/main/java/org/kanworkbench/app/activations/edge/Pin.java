package org.kanworkbench.app.activations.edge;

import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.explain.Edge;

/** An edge that is kept in view, of whatever model: its curve is drawn together with the other pinned ones. */
public record Pin(OpenModel model, Edge edge) {}
