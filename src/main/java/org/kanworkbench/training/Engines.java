package org.kanworkbench.training;

import java.util.List;
import java.util.Optional;
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

    /** The engine of that name, or on the device of that number. Throws IllegalArgumentException if there is none. */
    public Engine named(String name) {
        String[] parts = name.split(":", 2);
        return all.stream()
                .filter(engine -> engine.name().equals(parts[0]))
                .findFirst()
                .flatMap(engine -> parts.length == 1
                        ? Optional.of(engine)
                        : Configuration.isEngine(name) ? engine.on(Integer.parseInt(parts[1])) : Optional.empty())
                .orElseThrow(() -> new IllegalArgumentException("engine '" + name + "' is not known: choose "
                        + all.stream().map(Engine::name).collect(Collectors.joining(" or "))));
    }
}
