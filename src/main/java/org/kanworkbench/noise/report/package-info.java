/** Results as files: plots as SVG and PNG, and one self-contained HTML page. */
package org.kanworkbench.noise.report;
