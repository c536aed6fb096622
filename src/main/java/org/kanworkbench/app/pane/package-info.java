/** The interface between panes and window, and navigation between panes. */
package org.kanworkbench.app.pane;
