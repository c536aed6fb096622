/** Comparisons of presets by many trainings: what is compared, in which sizes, and the trainings themselves. */
package org.kanworkbench.compare;
