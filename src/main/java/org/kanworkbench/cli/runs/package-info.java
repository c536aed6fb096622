/** The commands for the run store, and for imports into it. */
package org.kanworkbench.cli.runs;
