/** What commands are made of: options, rows, lines of progress and failure, and how they are interrupted. */
package org.kanworkbench.cli.command;
