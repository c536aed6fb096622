/** Pruners end trials early that will hardly be the best: ASHA, median. */
package org.kanworkbench.search.pruner;
