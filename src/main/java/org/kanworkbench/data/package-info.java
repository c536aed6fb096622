/** Data sets: rows with classes or numeric targets, shuffled, augmented, scaled and identified by content. */
package org.kanworkbench.data;
