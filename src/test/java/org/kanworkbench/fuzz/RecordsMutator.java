package org.kanworkbench.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.kanworkbench.runs.tensorboard.NaiveRecords;

/** Damage of records under right checksums: their content, number and order; and of the whole file. */
final class RecordsMutator implements Mutator {

    private final ByteMutator bytes = new ByteMutator(List.of(
            "brain.Event:2",
            "\n\4text",
            "\u0015\0\0\u00c0\u007f",
            "\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\1",
            "\u0042\u0002\u0008\u0001",
            "\u002b\u002b\u002b\u002b",
            "\n\0",
            "J\13\n\11\n\7scalars"));

    @Override
    public byte[] mutate(byte[] file, SplittableRandom random) {
        if (random.nextInt(5) == 0) {
            return bytes.mutate(file, random);
        }
        List<byte[]> records = new ArrayList<>(NaiveRecords.records(file));
        int at = random.nextInt(records.size());
        switch (random.nextInt(6)) {
            case 0 -> records.remove(at);
            case 1 -> Collections.swap(records, at, random.nextInt(records.size()));
            case 2 -> records.addAll(Collections.nCopies(1 << random.nextInt(10), records.get(at)));
            default -> records.set(at, bytes.mutate(records.get(at), random));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        records.forEach(record -> out.writeBytes(NaiveRecords.frame(record)));
        return out.toByteArray();
    }
}
