/** A drawing as strokes of a pen, by hand or by keys. */
package org.kanworkbench.app.draw.sketch;
