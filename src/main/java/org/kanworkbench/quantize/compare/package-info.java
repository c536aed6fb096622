/** Measurements of schemes: scores, sizes, paired latencies, and sensitivity per layer and basis term. */
package org.kanworkbench.quantize.compare;
