/**
 * The experiment store: a SQLite database with one writer at a time, integrity checks, repair, and archives for other
 * machines.
 */
package org.kanworkbench.runs.store;
