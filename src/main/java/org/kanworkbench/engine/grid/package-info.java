/** Placement of B-spline grids, and the coefficients that fit given functions on them. */
package org.kanworkbench.engine.grid;
