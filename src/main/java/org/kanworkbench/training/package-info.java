/** The interface of a run: configuration, events, checkpoints, scores and engines. */
package org.kanworkbench.training;
