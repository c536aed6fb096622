/** OpenCL as an engine of the workbench, on graphics cards or any other device with a driver. */
package org.kanworkbench.opencl;
