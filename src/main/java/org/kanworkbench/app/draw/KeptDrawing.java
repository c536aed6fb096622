package org.kanworkbench.app.draw;

import java.util.Optional;

/**
 * A drawing that can be brought back.
 *
 * @param label what its author says it is; empty when it was only cleared away
 */
record KeptDrawing(Drawing drawing, Optional<String> label) {}
