/** The run store: every run of this machine in a SQLite database, with models, moments and checkpoints as files beside it. */
package org.kanworkbench.runs.store;
