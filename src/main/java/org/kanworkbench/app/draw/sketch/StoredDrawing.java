package org.kanworkbench.app.draw.sketch;

import java.util.Optional;

/**
 * A drawing that can be restored.
 *
 * @param label the user's label; empty if it was only cleared
 */
public record StoredDrawing(Drawing drawing, Optional<String> label) {}
