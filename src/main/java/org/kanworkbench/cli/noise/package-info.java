/** The command for sweeps over noisy data, and its options. */
package org.kanworkbench.cli.noise;
