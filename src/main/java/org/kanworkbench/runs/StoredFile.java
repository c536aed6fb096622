package org.kanworkbench.runs;

import java.util.OptionalDouble;

/**
 * A file in a run's folder.
 *
 * @param path within the folder, with forward slashes
 * @param sha256 of its content, in hexadecimal
 * @param step steps that the run had done
 * @param epoch epochs that it had done, with fraction
 * @param accuracy share right of the weights in it, where they were scored
 */
public record StoredFile(String path, long bytes, String sha256, long step, double epoch, OptionalDouble accuracy) {}
