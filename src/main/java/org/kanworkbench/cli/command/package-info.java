/** The building blocks of commands: options, rows, progress lines, failures and interruption. */
package org.kanworkbench.cli.command;
