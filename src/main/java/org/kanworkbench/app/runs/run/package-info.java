/** One run: how it is read, written out and drawn. */
package org.kanworkbench.app.runs.run;
