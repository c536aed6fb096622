/** Live fits: several models learn the same points side by side, for display. */
package org.kanworkbench.noise.live;
