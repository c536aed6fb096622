/** Stored runs: what is known of them, and the files of each. */
package org.kanworkbench.runs;
