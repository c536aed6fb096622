/** The Activations pane: the edge functions of a network, live during training. */
package org.kanworkbench.app.activations;
