/** The commands about the run store, and what is taken into it. */
package org.kanworkbench.cli.runs;
