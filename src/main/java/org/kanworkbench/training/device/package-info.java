/** Devices that runs are executed on, and their load. */
package org.kanworkbench.training.device;
