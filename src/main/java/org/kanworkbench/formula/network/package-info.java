/** Networks in float64 whose edges are splines or functions, with multiplication nodes: forward, backward, scores, grids. */
package org.kanworkbench.formula.network;
