/** Trainings of the networks of fits: on a thread each, or together on a device. */
package org.kanworkbench.noise.training;
