/** The Quantize pane: a comparison of schemes for a model, and its sensitivity analysis. */
package org.kanworkbench.app.quantize;
