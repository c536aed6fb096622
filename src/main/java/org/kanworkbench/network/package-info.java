/** What a network is: layers, bases, recipes and presets as plain records. No arithmetic over batches. */
package org.kanworkbench.network;
