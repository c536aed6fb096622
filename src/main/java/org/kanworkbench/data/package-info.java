/** What networks learn from: rows with their classes, shuffled, augmented, scaled, and told apart. */
package org.kanworkbench.data;
