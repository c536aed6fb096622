package org.kanworkbench.runs;

import java.util.OptionalDouble;

/**
 * A file in a run's folder.
 *
 * @param path within the folder, with forward slashes
 * @param sha256 of its content, in hexadecimal
 * @param step completed steps of the run
 * @param epoch completed epochs, with fraction
 * @param accuracy score of the weights in it, by the run's measure, if evaluated
 */
public record StoredFile(String path, long bytes, String sha256, long step, double epoch, OptionalDouble accuracy) {}
