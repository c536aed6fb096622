/** The run store: a SQLite database, one writer at a time, checked, repaired, and as one file moved to another machine. */
package org.kanworkbench.runs.store;
