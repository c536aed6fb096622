/** The Runs pane: stored runs, to search, view, resume and compare. */
package org.kanworkbench.app.runs;
