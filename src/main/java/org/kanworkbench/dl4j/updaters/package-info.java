/** Updaters for Deeplearning4j whose built-in counterparts differ. */
package org.kanworkbench.dl4j.updaters;
