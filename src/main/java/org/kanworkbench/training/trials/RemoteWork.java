package org.kanworkbench.training.trials;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.Optional;

/** What trials do on another machine. What they need, their descriptions and their results are bytes. */
public interface RemoteWork {

    /**
     * Runs a trial on the calling thread, beside others. An exception is its failure.
     *
     * @param trial its description
     * @param control to be asked often
     * @return its result; empty if it was cancelled
     */
    Optional<byte[]> run(byte[] trial, WorkControl control) throws Exception;

    /** Makes the work on the machine that it was sent to, once for all its trials; a method reference, so that it can be sent. */
    interface Opener extends Serializable {

        /**
         * @param parcel what all trials need
         * @param folder for files, empty; there as long as the work
         */
        RemoteWork open(byte[] parcel, Path folder) throws Exception;
    }
}
