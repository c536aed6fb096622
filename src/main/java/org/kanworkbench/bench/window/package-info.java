/** The real window, driven as by a person: its pictures, and what it takes to follow. */
package org.kanworkbench.bench.window;
