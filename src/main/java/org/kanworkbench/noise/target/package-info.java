/** Targets of experiments: built-in functions, user-defined functions and table columns. */
package org.kanworkbench.noise.target;
