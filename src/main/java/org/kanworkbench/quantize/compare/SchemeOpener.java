package org.kanworkbench.quantize.compare;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.kanworkbench.quantize.scheme.QuantizeException;
import org.kanworkbench.quantize.scheme.Scheme;

/**
 * Makes something of one model under any scheme.
 *
 * @param <T> for instance a network ready for inference
 */
@FunctionalInterface
public interface SchemeOpener<T> {

    /**
     * Throws QuantizeException if the scheme does not fit the model or the machine.
     *
     * @param proceed checked often during long work; false cancels
     * @return empty if cancelled
     */
    Optional<T> open(Scheme scheme, BooleanSupplier proceed) throws QuantizeException;
}
