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
     * A QuantizeException says why the scheme does not fit the model or the machine.
     *
     * @param goOn asked often where it takes long
     * @return empty when told to stop
     */
    Optional<QuantizedNetwork> open(Scheme scheme, BooleanSupplier goOn) throws QuantizeException;
}
