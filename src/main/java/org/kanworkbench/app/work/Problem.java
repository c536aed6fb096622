package org.kanworkbench.app.work;

/**
 * What the error card shows.
 *
 * @param what what could not be done
 * @param details one line: what is wrong, where, how to mend it
 */
public record Problem(String what, String details) {}
