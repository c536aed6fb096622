package org.kanworkbench.fuzz;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Damage inside a zip that is packed again with right checksums, and sometimes damage of the zip itself. */
final class ZipMutator implements Mutator {

    private static final List<String> NAMES = List.of(
            "../../escaped", "/tmp/escaped", "..\\escaped", "net/data.pkl", "x/data.pkl", "", "a\nb", "spec.json/");

    private final Function<String, Mutator> inside;
    private final ByteMutator outside = new ByteMutator(List.of("PK\1\2", "PK\3\4", "PK\5\6", "PK\7\10"));

    /** @param inside what damages an entry of that name */
    ZipMutator(Function<String, Mutator> inside) {
        this.inside = inside;
    }

    @Override
    public byte[] mutate(byte[] file, SplittableRandom random) {
        if (random.nextInt(5) == 0) {
            return outside.mutate(file, random);
        }
        Map<String, byte[]> entries = unpacked(file);
        List<String> names = new ArrayList<>(entries.keySet());
        String name = names.get(random.nextInt(names.size()));
        switch (random.nextInt(12)) {
            case 0 -> entries.remove(name);
            case 1 -> entries.put(NAMES.get(random.nextInt(NAMES.size())), entries.get(name));
            case 2 -> entries.put(name, entries.get(names.get(random.nextInt(names.size()))));
            case 3 -> entries.put(name, new byte[1 << random.nextInt(22)]);
            default -> entries.put(name, inside.apply(name).mutate(entries.get(name), random));
        }
        byte[] packed = packed(entries, random.nextBoolean());
        return random.nextInt(20) == 0 ? outside.mutate(packed, random) : packed;
    }

    private static Map<String, byte[]> unpacked(byte[] file) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return entries;
    }

    private static byte[] packed(Map<String, byte[]> entries, boolean deflated) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setLevel(deflated ? 9 : 0);
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
