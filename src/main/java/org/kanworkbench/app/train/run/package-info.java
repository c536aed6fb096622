/** The runs of this window: the running one, and the events of each. */
package org.kanworkbench.app.train.run;
