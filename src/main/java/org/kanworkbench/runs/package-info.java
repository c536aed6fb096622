/** Stored runs: descriptions, metrics, events and files. */
package org.kanworkbench.runs;
