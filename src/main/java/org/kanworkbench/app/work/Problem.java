package org.kanworkbench.app.work;

/**
 * What the error card shows.
 *
 * @param what what could not be done
 * @param details one line with problem, location and remedy
 */
public record Problem(String what, String details) {}
