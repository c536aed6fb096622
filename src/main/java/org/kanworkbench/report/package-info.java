/** Results as files: plots as SVG and PNG, and self-contained HTML pages. */
package org.kanworkbench.report;
