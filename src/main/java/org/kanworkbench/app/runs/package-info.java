/** The Runs pane: every kept run, to find, look at, go on with and compare. */
package org.kanworkbench.app.runs;
