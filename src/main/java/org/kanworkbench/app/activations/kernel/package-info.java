/** The edge functions in the kernels of convolutions. */
package org.kanworkbench.app.activations.kernel;
