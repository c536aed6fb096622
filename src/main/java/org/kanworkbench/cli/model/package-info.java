/** The commands about one model: what it scores, what it has learned, and what other files are made of it. */
package org.kanworkbench.cli.model;
