/** Sweeps: many fits over noise levels, training sizes, models and seeds, with their plan, files and threads. */
package org.kanworkbench.noise.sweep;
