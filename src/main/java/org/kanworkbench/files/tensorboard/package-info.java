/** A run's curves as TensorBoard event files, written during the run. */
package org.kanworkbench.files.tensorboard;
