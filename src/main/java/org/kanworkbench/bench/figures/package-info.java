/** What a measurement is, what it comes to, and what all of them share. */
package org.kanworkbench.bench.figures;
