/** What a prediction costs in arithmetic, and what a preset reaches. */
package org.kanworkbench.network.cost;
