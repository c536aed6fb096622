/** Rules of update for Deeplearning4j that it has in another form. */
package org.kanworkbench.dl4j.updaters;
