/** Single fits: rows, budget, tuning, evaluation and cost. */
package org.kanworkbench.noise.fit;
