/** Minimisers in float64: L-BFGS for any loss, Levenberg and Marquardt's for sums of squares. */
package org.kanworkbench.optimize;
