/** One layer: its weights in the layout of the kernels, and its way through a batch, forward and back. */
package org.kanworkbench.engine.layer;
