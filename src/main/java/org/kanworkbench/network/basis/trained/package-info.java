/** Bases with parameters of their own that are trained with the coefficients. */
package org.kanworkbench.network.basis.trained;
