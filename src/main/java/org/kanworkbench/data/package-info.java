/** Data sets: rows with classes, shuffled, augmented, scaled and identified by content. */
package org.kanworkbench.data;
