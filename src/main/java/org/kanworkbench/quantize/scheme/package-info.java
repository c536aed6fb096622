/** Quantisation schemes: which weights become how many bits, by which scales, and how values are rounded. */
package org.kanworkbench.quantize.scheme;
