/** A run on its thread: epochs of steps, schedule, pause, stop, what is chosen and kept, and how long it will take. */
package org.kanworkbench.training.loop;
