package org.kanworkbench.training;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The engines that runs may use. Callers pass them in: this package knows the vector engine only.
 *
 * @param all in display order
 */
public record Engines(List<Engine> all) {

    /** The vector engine alone. */
    public static final Engines VECTOR = new Engines(List.of(new VectorEngine()));

    public Engines {
        all = List.copyOf(all);
    }

    /** The engine of that name. Throws IllegalArgumentException if there is none. */
    public Engine named(String name) {
        return all.stream()
                .filter(engine -> engine.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("engine '" + name + "' is not known: choose "
                        + all.stream().map(Engine::name).collect(Collectors.joining(" or "))));
    }
}
