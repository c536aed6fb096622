/** Plots, in the window, in exports and in reports alike: axes, marks, surfaces to draw on, and their colours. */
package org.kanworkbench.plot;
