/** The window around the panes: rail, header, status line, theme. */
package org.kanworkbench.app.shell;
