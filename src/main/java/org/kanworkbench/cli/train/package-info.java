/** The commands that train, and those that go on training. */
package org.kanworkbench.cli.train;
