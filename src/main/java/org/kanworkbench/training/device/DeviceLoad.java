package org.kanworkbench.training.device;

/**
 * How busy a device is, whoever uses it.
 *
 * @param device its name
 * @param usedBytes of its memory
 * @param totalBytes 0 where that is not told
 * @param utilization share of the time that it computes, 0 to 1; NaN where that is not told
 */
public record DeviceLoad(String device, long usedBytes, long totalBytes, double utilization) {}
