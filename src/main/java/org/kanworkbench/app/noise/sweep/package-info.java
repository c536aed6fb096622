/** Sweeps, and the plots and tables that come of them. */
package org.kanworkbench.app.noise.sweep;
