/** Bases whose functions follow from the two before them: orthogonal polynomials and powers. */
package org.kanworkbench.network.basis.recurrence;
