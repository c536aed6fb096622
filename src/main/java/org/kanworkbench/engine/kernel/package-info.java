/** Loops over arrays, a vector at a time: basis functions, activations, sums over edges, gradients, updates of weights. */
package org.kanworkbench.engine.kernel;
