/** The runs of this window: the one that goes on, and what each of them has told. */
package org.kanworkbench.app.train.run;
