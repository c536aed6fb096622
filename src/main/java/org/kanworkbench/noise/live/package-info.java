/** Several models that learn the same points side by side, to be watched. */
package org.kanworkbench.noise.live;
