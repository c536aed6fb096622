/** State shared by the panes of a window: open models, data, runs, drawn digits and the last session. */
package org.kanworkbench.app.session;
