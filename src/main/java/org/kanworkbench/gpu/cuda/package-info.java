/** Kernels by CUDA's driver, which takes what NVIDIA's compiler made of them ahead: a driver is all that it needs. */
package org.kanworkbench.gpu.cuda;
