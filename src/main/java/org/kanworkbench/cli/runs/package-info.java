/** The commands for the experiment store, and for imports into it. */
package org.kanworkbench.cli.runs;
