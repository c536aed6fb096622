/** Recipes: loss, optimiser, schedule, augmentation, and one description of every hyper-parameter. */
package org.kanworkbench.network.recipe;
