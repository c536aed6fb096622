/** Models that were opened from files, tested on the chosen data. */
package org.kanworkbench.app.train.opened;
