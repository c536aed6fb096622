/** The Quantize pane: a model under several schemes, measured side by side, and where its rounding hurts. */
package org.kanworkbench.app.quantize;
