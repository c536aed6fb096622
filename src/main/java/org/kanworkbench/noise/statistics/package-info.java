/** Statistics of sweeps: intervals, comparisons, verdict and exponents. docs/noise.md has methods and sources. */
package org.kanworkbench.noise.statistics;
