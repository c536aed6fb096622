/** Single runs: reading, texts and curves. */
package org.kanworkbench.app.runs.run;
