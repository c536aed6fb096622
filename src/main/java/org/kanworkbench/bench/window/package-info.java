/** The real window, driven as by a user: screenshots and measurements of responsiveness. */
package org.kanworkbench.bench.window;
