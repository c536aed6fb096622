/** The command that sweeps noisy data, and the words in which a sweep is described. */
package org.kanworkbench.cli.noise;
