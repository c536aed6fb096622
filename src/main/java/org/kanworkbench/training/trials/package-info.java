/** Independent trainings side by side, one on each worker: the trials of a search, of a comparison, of a sweep. */
package org.kanworkbench.training.trials;
