/**
 * The definition of a network: layers, bases, recipes and presets as plain records, without arithmetic over batches.
 */
package org.kanworkbench.network;
