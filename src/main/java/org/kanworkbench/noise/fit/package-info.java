/** Who fits, how a fit is tuned and scored, and one fit watched live. */
package org.kanworkbench.noise.fit;
