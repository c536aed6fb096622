/** Pictures on a canvas; lines over time, and maps of the plane. */
package org.kanworkbench.app.chart;
