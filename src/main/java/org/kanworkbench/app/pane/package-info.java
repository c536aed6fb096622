/** What a pane is to the window, and how panes lead to each other. */
package org.kanworkbench.app.pane;
