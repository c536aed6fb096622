/**
 * The reference implementation of Kolmogorov–Arnold networks in plain scalar arithmetic, which the engines are tested
 * against.
 */
package org.kanworkbench.reference;
