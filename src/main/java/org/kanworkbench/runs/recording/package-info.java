/** Keeps what goes on: trainings, with their scores, moments and checkpoints, sweeps, comparisons and models from elsewhere. */
package org.kanworkbench.runs.recording;
