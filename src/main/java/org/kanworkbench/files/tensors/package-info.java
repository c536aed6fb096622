/** Tensors in safetensors files, in float32 or with fewer bits. */
package org.kanworkbench.files.tensors;
