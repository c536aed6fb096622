/** Measurements, results and their common context. */
package org.kanworkbench.bench.figures;
