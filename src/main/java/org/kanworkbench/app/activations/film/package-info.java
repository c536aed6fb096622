/** Snapshots of a run played back, and written as an animation. */
package org.kanworkbench.app.activations.film;
