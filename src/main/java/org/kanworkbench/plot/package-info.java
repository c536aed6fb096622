/** Plots for the window, exports and reports: axes, marks, drawing surfaces and colours. */
package org.kanworkbench.plot;
