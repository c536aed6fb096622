/** The program's own settings, its theme and the place of its window, as a file. */
package org.kanworkbench.app.shell.settings;
