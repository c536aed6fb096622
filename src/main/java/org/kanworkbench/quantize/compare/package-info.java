/** What fewer bits cost and save, measured: scores, sizes and paired times of schemes, and where in a network rounding hurts. */
package org.kanworkbench.quantize.compare;
