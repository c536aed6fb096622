/** Line plots on a canvas: scales, ticks, smoothing, drawing and export. */
package org.kanworkbench.app.chart;
