package org.kanworkbench.training;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.kanworkbench.training.device.Device;

/**
 * The engines that runs may use. Callers pass them in: this package knows the vector engine only.
 *
 * @param all in display order
 */
public record Engines(List<Engine> all) {

    /** The vector engine alone. */
    public static final Engines VECTOR = new Engines(List.of(new VectorEngine()));

    private static final int MOST_DEVICES = 100;

    public Engines {
        all = List.copyOf(all);
    }

    /**
     * Asks every engine for its device, and those that have several for the others; may take a moment and load drivers.
     *
     * @param to receives each with the name of the engine on it
     */
    public void probe(BiConsumer<String, Device> to) {
        for (Engine engine : all) {
            to.accept(engine.name(), engine.probed());
            Optional<Engine> next = engine.on(1);
            for (int n = 2; next.isPresent() && n < MOST_DEVICES; n++) {
                Device device = next.get().probed();
                if (!device.available()) {
                    break;
                }
                to.accept(next.get().name(), device);
                next = engine.on(n);
            }
        }
    }

    private Optional<Engine> called(String name) {
        return all.stream().filter(engine -> engine.name().equals(name)).findFirst();
    }

    /** The engine of that name, or on the device of that number. Throws IllegalArgumentException if there is none. */
    public Engine named(String name) {
        String[] parts = name.split(":", 2);
        return called(name)
                .or(() -> Configuration.isEngine(name)
                        ? called(parts[0]).flatMap(engine -> engine.on(Integer.parseInt(parts[1])))
                        : Optional.empty())
                .orElseThrow(() -> new IllegalArgumentException("engine '" + name + "' is not known: choose "
                        + all.stream().map(Engine::name).collect(Collectors.joining(" or "))));
    }
}
