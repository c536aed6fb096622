/** Cards that show a picture, and its menu, which keeps it as a file. */
package org.kanworkbench.app.chart.card;
