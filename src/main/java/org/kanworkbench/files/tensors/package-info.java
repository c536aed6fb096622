/** Tensors in safetensors files, of full and of few bits. */
package org.kanworkbench.files.tensors;
