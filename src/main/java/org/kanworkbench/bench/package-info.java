/** The commands {@code bench} and {@code screenshots}, which measure the workbench and take its pictures from outside of it. */
package org.kanworkbench.bench;
