/**
 * Recording of work in progress: training runs with scores, snapshots and checkpoints, sweeps, comparisons, and
 * imported models.
 */
package org.kanworkbench.runs.recording;
