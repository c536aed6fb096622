/** What a run is executed on, and how busy it is. */
package org.kanworkbench.training.device;
