/** The Draw pane: the sheet, the 28×28 picture that the networks see of it, and the digits that are kept. */
package org.kanworkbench.app.draw;
