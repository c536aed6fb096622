/** How values lie along the axes of plots, on the screen and in reports, and how plots are written as SVG. */
package org.kanworkbench.plot;
