/** The Activations pane: what every edge of a network has learned, while it learns. */
package org.kanworkbench.app.activations;
