/** One fit: its rows, its budget, how it is tuned and scored, and what it costs. */
package org.kanworkbench.noise.fit;
