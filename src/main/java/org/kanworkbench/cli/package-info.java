/**
 * The command line: its root, and the commands that list what is available; one subpackage per group of commands, one
 * class per command.
 */
package org.kanworkbench.cli;
