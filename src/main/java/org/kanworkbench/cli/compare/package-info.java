/** The command that compares presets. */
package org.kanworkbench.cli.compare;
