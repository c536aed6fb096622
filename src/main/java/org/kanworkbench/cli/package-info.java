/** The command line: its root, and the commands that list what there is; below, one package a group of commands, one class a command. */
package org.kanworkbench.cli;
