package org.kanworkbench.noise.sweep;

import java.util.List;
import org.kanworkbench.files.SaveException;

/** Where finished fits go. Called by one thread at a time. */
public interface FitStore extends AutoCloseable {

    /** What was there already, in no order. */
    List<FinishedFit> known();

    void append(FinishedFit fit) throws SaveException;

    /** All fits so far, in the plan's order. */
    void arrange(List<FinishedFit> inOrder) throws SaveException;

    @Override
    void close();

    /** Keeps nothing. */
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
