/** A run's curves as TensorBoard's event files, written as it goes and read back. */
package org.kanworkbench.files.tensorboard;
