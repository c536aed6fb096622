/** Fits of noisy points, watched live. */
package org.kanworkbench.app.noise.fit;
