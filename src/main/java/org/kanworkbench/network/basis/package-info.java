/** The families of edge functions, and what each of them writes once. */
package org.kanworkbench.network.basis;
