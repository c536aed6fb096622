/** Experiments on noisy data: what is fitted, what is added to it, who fits it, and what can be said of the outcome. */
package org.kanworkbench.noise;
