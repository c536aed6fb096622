package org.kanworkbench.quantize.compare;

import org.kanworkbench.quantize.QuantizeException;
import org.kanworkbench.quantize.QuantizedNetwork;
import org.kanworkbench.quantize.Scheme;

/** Opens one model under any scheme. */
@FunctionalInterface
public interface SchemeOpener {

    /** A QuantizeException says why the scheme does not fit the model or the machine. */
    QuantizedNetwork open(Scheme scheme) throws QuantizeException;
}
