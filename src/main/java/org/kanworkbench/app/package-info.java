/** The JavaFX application; one package a pane. */
package org.kanworkbench.app;
