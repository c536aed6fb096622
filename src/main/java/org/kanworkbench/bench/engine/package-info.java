/** Measurements of training and inference on this machine: alone, beside other load and against a peer. */
package org.kanworkbench.bench.engine;
