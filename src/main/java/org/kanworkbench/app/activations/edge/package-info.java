/** One edge: its function, its coefficients, and what changing them does. */
package org.kanworkbench.app.activations.edge;
