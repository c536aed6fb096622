/** The commands that train and resume. */
package org.kanworkbench.cli.train;
