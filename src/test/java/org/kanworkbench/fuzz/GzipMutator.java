package org.kanworkbench.fuzz;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.SplittableRandom;
import java.util.zip.GZIPInputStream;
import org.kanworkbench.files.Packed;

/** Damage under a gzip's sound checksum, where the file is one, and sometimes of the gzip itself. */
record GzipMutator(Mutator plain) implements Mutator {

    @Override
    public byte[] mutate(byte[] file, SplittableRandom random) {
        boolean packed = file.length > 2 && file[0] == 0x1f && file[1] == (byte) 0x8b;
        if (!packed || random.nextInt(4) == 0) {
            return plain.mutate(file, random);
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(file))) {
            return Packed.gzip(plain.mutate(in.readAllBytes(), random));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
