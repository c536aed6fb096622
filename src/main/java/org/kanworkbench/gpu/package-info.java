/** Graphics cards as engines of the workbench: kernels written from the bases' formulas, and what they are launched with. */
package org.kanworkbench.gpu;
