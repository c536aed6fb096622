/** Kernels by OpenCL, which builds them from source: any card with a driver for it, and processors by PoCL. */
package org.kanworkbench.gpu.opencl;
