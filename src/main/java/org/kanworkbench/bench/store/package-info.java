/** What the run store takes: to keep a run as it goes, to open, to search. */
package org.kanworkbench.bench.store;
