package org.kanworkbench.training;

import java.io.IOException;
import org.kanworkbench.network.Model;

/** Reads a run's initial weights, on the run's own thread. */
@FunctionalInterface
public interface WeightsReader {

    /** @param file see {@link Configuration#start} */
    Model read(String file) throws IOException;
}
