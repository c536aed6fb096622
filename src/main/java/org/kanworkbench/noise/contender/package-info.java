/** Who takes part in a comparison, and of what size. */
package org.kanworkbench.noise.contender;
