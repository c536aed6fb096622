/** Post-training quantisation: schemes, calibration, and measurement of accuracy, size and latency. */
package org.kanworkbench.quantize;
