/** The Noise Lab pane: fits of noisy points, watched live. */
package org.kanworkbench.app.noise;
