/** Measurements of the experiment store: recording, opening, searching. */
package org.kanworkbench.bench.store;
