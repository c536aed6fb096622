/** Controls that several panes use: settings with their rows, tiles and error cards. */
package org.kanworkbench.app.controls;
