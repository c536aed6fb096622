/** The commands {@code bench} and {@code screenshots}: benchmarks and screenshots of the workbench. */
package org.kanworkbench.bench;
