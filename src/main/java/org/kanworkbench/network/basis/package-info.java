/** The families of basis functions. */
package org.kanworkbench.network.basis;
