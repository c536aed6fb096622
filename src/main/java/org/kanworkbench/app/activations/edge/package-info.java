/** Single edges: function, coefficients and editing. */
package org.kanworkbench.app.activations.edge;
