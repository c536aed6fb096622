package org.kanworkbench.quantize.compare;

import java.lang.ref.SoftReference;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.kanworkbench.quantize.scheme.QuantizeException;
import org.kanworkbench.quantize.scheme.Scheme;

/**
 * What schemes make of one model, made once: whoever asks while it is being made waits for it. Where memory is short it is
 * forgotten, and made anew. Thread-safe.
 *
 * @param <T> immutable
 */
final class OncePerScheme<T> {

    private final Maker<T> maker;
    private final Map<Scheme, Slot> slots = new ConcurrentHashMap<>();

    /** @param <T> what it makes */
    interface Maker<T> {

        /** @return empty when told to stop */
        Optional<T> make(Scheme scheme, BooleanSupplier goOn) throws QuantizeException;
    }

    private final class Slot {

        private SoftReference<T> made = new SoftReference<>(null);

        synchronized Optional<T> get(Scheme scheme, BooleanSupplier goOn) throws QuantizeException {
            Optional<T> there = Optional.ofNullable(made.get());
            if (there.isEmpty()) {
                there = maker.make(scheme, goOn);
                made = new SoftReference<>(there.orElse(null));
            }
            return there;
        }
    }

    OncePerScheme(Maker<T> maker) {
        this.maker = maker;
    }

    /** @return empty when told to stop */
    Optional<T> get(Scheme scheme, BooleanSupplier goOn) throws QuantizeException {
        return slots.computeIfAbsent(scheme, _ -> new Slot()).get(scheme, goOn);
    }
}
