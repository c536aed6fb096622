/** Intervals and tests on repeated measurements, without distributional assumptions where there are few of them. */
package org.kanworkbench.statistics;
