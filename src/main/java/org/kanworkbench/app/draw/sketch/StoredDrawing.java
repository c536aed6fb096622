package org.kanworkbench.app.draw.sketch;

import java.util.Optional;

/**
 * A drawing that can be brought back.
 *
 * @param label what its author says it is; empty when it was only cleared away
 */
public record StoredDrawing(Drawing drawing, Optional<String> label) {}
