package org.kanworkbench.fuzz;

import java.util.Map;

/**
 * A sound file to begin with.
 *
 * @param companions files that stay as they are beside it, by name
 */
record Seed(String name, byte[] content, Map<String, byte[]> companions) {

    Seed(String name, byte[] content) {
        this(name, content, Map.of());
    }
}
