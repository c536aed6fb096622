/** Experiments on noisy data: targets, noise, models and statistics. */
package org.kanworkbench.noise;
