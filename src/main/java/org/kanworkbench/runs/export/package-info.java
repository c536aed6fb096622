/** Stored runs as files for other programs. */
package org.kanworkbench.runs.export;
