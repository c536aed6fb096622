/** Where B-spline grids lie, and the coefficients that fit what they are to represent. */
package org.kanworkbench.engine.grid;
