/** Quantisation schemes: formats of weights, scales, ranges and rounding. */
package org.kanworkbench.quantize.scheme;
