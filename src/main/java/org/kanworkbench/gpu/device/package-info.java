/** A device as what the kernels are launched on sees it: its memory, transfers, launches; opencl and cuda are the drivers. */
package org.kanworkbench.gpu.device;
