/** How values lie along the axes of plots, on the screen and in reports. */
package org.kanworkbench.plot;
