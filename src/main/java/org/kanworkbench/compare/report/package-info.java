/** A comparison's report as HTML, CSV and Markdown, with Pareto plots. */
package org.kanworkbench.compare.report;
