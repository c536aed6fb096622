/** The pane in which a network is configured and trained. */
package org.kanworkbench.app.train;
