package org.kanworkbench.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.kanworkbench.files.Packed;

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
        Map<String, byte[]> entries = Packed.entries(file);
        List<String> names = new ArrayList<>(entries.keySet());
        String name = names.get(random.nextInt(names.size()));
        switch (random.nextInt(12)) {
            case 0 -> entries.remove(name);
            case 1 -> entries.put(NAMES.get(random.nextInt(NAMES.size())), entries.get(name));
            case 2 -> entries.put(name, entries.get(names.get(random.nextInt(names.size()))));
            case 3 -> entries.put(name, new byte[1 << random.nextInt(22)]);
            default -> entries.put(name, inside.apply(name).mutate(entries.get(name), random));
        }
        byte[] packed = Packed.zip(entries, random.nextBoolean() ? 9 : 0);
        return random.nextInt(20) == 0 ? outside.mutate(packed, random) : packed;
    }
}
