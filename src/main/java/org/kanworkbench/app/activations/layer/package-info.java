/** A layer: its units as maps, or the network drawn with a curve on every edge. */
package org.kanworkbench.app.activations.layer;
