/** The training loop of a run: epochs of steps, schedule, pause and stop, model selection, and time estimates. */
package org.kanworkbench.training.loop;
