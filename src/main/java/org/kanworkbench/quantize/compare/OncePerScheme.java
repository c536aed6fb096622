package org.kanworkbench.quantize.compare;

import java.lang.ref.SoftReference;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.kanworkbench.quantize.scheme.QuantizeException;
import org.kanworkbench.quantize.scheme.Scheme;

/**
 * A cache of one derived value per scheme, computed once: concurrent callers wait for it. Entries may be evicted when
 * memory is short and are then recomputed. Thread-safe.
 *
 * @param <T> immutable
 */
final class OncePerScheme<T> {

    private final SchemeOpener<T> maker;
    private final Map<Scheme, Slot> slots = new ConcurrentHashMap<>();

    private final class Slot {

        private SoftReference<T> made = new SoftReference<>(null);

        synchronized Optional<T> get(Scheme scheme, BooleanSupplier proceed) throws QuantizeException {
            Optional<T> there = Optional.ofNullable(made.get());
            if (there.isEmpty()) {
                there = maker.open(scheme, proceed);
                made = new SoftReference<>(there.orElse(null));
            }
            return there;
        }
    }

    OncePerScheme(SchemeOpener<T> maker) {
        this.maker = maker;
    }

    /** @return empty if cancelled */
    Optional<T> get(Scheme scheme, BooleanSupplier proceed) throws QuantizeException {
        return slots.computeIfAbsent(scheme, _ -> new Slot()).get(scheme, proceed);
    }
}
