package org.kanworkbench.app.randomuser;

import java.util.List;
import java.util.function.Function;

/**
 * Something that holds whatever a person has done, once the window has come to rest.
 *
 * @param broken what does not hold, a line each; on the interface thread
 */
record Rule(String name, boolean costly, Function<WalkWindow, List<String>> broken) {}
