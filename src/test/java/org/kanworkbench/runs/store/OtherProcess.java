package org.kanworkbench.runs.store;

import java.nio.file.Path;
import org.kanworkbench.runs.RunQuery;
import org.kanworkbench.runs.StoreException;

/** A process that opens a store which another has open: prints whether it may write, how many runs it sees, and a refusal. */
final class OtherProcess {

    private OtherProcess() {}

    public static void main(String[] args) throws StoreException {
        try (RunStore store = RunStore.open(Path.of(args[0]))) {
            System.out.println(store.readOnly() + " " + store.count(RunQuery.NEWEST));
            try {
                store.add(RunStoreTest.run("from another process", "mlp", 0));
                System.out.println("written");
            } catch (StoreException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
