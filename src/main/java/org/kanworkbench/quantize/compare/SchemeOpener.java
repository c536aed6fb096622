package org.kanworkbench.quantize.compare;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.kanworkbench.quantize.QuantizedNetwork;
import org.kanworkbench.quantize.scheme.QuantizeException;
import org.kanworkbench.quantize.scheme.Scheme;

/** Opens one model under any scheme. */
@FunctionalInterface
public interface SchemeOpener {

    /**
     * Throws QuantizeException if the scheme does not fit the model or the machine.
     *
     * @param proceed checked often during long work; false cancels
     * @return empty if cancelled
     */
    Optional<QuantizedNetwork> open(Scheme scheme, BooleanSupplier proceed) throws QuantizeException;
}
