/** The models in a comparison and their sizes. */
package org.kanworkbench.noise.contender;
