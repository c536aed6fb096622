/** Controls that several panes use: tiles, tables, cards and menus. */
package org.kanworkbench.app.controls;
