/** What {@code bench} measures of the window. */
package org.kanworkbench.app.bench;
