/** Predictions of the open networks for a drawing. */
package org.kanworkbench.app.draw.reading;
