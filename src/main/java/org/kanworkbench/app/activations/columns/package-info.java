/** The columns of a table, by how much a model's score depends on them. */
package org.kanworkbench.app.activations.columns;
