/** Measurements of the run store: recording, opening, searching. */
package org.kanworkbench.bench.store;
