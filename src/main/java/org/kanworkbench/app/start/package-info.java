/** Start and end of the program. */
package org.kanworkbench.app.start;
