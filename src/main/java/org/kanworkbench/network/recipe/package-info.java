/** How a network is trained: loss, optimiser, schedule, augmentation, and one description of every field. */
package org.kanworkbench.network.recipe;
