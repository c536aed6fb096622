/** One layer: its weights in the layout of the kernels, and its forward and backward pass over a batch. */
package org.kanworkbench.engine.layer;
