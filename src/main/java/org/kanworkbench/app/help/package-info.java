/** The pages of docs/math, readable in the window. */
package org.kanworkbench.app.help;
