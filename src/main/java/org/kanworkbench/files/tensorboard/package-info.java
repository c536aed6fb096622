/** A run's curves as TensorBoard event files, written during the run and read back. */
package org.kanworkbench.files.tensorboard;
