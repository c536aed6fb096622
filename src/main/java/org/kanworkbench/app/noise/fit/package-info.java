/** Live fits of noisy points. */
package org.kanworkbench.app.noise.fit;
