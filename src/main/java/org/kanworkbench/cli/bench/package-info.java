/** What {@code bench} measures; one class a measurement. */
package org.kanworkbench.cli.bench;
