/** How the program starts and ends. */
package org.kanworkbench.app.start;
