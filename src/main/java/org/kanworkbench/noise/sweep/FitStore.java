package org.kanworkbench.noise.sweep;

import java.util.List;
import org.kanworkbench.files.SaveException;

/** Stores completed fits. Called by one thread at a time. */
public interface FitStore extends AutoCloseable {

    /** Fits stored earlier, in any order. */
    List<FinishedFit> known();

    void append(FinishedFit fit) throws SaveException;

    /** All fits so far, in the plan's order. */
    void arrange(List<FinishedFit> inOrder) throws SaveException;

    @Override
    void close();

    /** A store that discards everything. */
    static FitStore none() {
        return new FitStore() {
            @Override
            public List<FinishedFit> known() {
                return List.of();
            }

            @Override
            public void append(FinishedFit fit) {}

            @Override
            public void arrange(List<FinishedFit> inOrder) {}

            @Override
            public void close() {}
        };
    }
}
