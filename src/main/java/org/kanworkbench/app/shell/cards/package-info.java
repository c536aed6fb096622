/** Cards over the panes: command palette, shortcuts, settings and the tour. */
package org.kanworkbench.app.shell.cards;
