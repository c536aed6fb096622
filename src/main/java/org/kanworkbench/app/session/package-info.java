/** What the panes of a window share, and keep: open models, data, runs, drawn digits and what was open last time. */
package org.kanworkbench.app.session;
