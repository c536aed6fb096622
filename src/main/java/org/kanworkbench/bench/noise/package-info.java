/** Measurements of the noise experiments. */
package org.kanworkbench.bench.noise;
