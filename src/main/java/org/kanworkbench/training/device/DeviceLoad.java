package org.kanworkbench.training.device;

/**
 * The load of a device: by all processes or, where that is not known, by this one.
 *
 * @param device its name
 * @param usedBytes of its memory
 * @param totalBytes 0 if unknown
 * @param utilization share of time in use, 0 to 1; NaN if unknown
 */
public record DeviceLoad(String device, long usedBytes, long totalBytes, double utilization) {}
