/** What can be said of a sweep: intervals, comparisons, a verdict, exponents. docs/noise.md has methods and sources. */
package org.kanworkbench.noise.statistics;
