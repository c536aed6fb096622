/** A run: worker thread, events, schedule, pause, stop. */
package org.kanworkbench.training;
