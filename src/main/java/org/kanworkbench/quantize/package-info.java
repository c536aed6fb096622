/** Networks of fewer bits: what a scheme rounds, how its numbers are found, and what that costs and saves, measured. */
package org.kanworkbench.quantize;
