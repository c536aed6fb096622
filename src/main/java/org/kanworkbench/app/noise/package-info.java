/** The Noise Lab pane: its tabs, its buttons, and the repetition of the experiment that it began with. */
package org.kanworkbench.app.noise;
