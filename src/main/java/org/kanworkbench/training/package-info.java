/** What a run is told and tells, and what executes its steps: configuration, events, checkpoints, scores, engines. */
package org.kanworkbench.training;
