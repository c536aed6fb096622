package org.kanworkbench.app.work;

/**
 * The status line of a running job.
 *
 * @param text what, how far and how long still, for instance {@code kal-net · epoch 6/15 · 00:08 left}
 * @param progress 0 to 1
 */
public record Job(String text, double progress) {}
