package org.kanworkbench.app.draw.reading;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** Classifiers that are made once for what a reader computes, and closed when it computes something else. For one thread at a time. */
public final class WarmClassifiers {

    private final Function<Reader.State, Classifier> make;
    private final Map<Reader, Warm> warm = new HashMap<>();

    private record Warm(Reader.State state, Classifier classifier) {}

    /** @param make throws an IllegalArgumentException of one line if it cannot */
    public WarmClassifiers(Function<Reader.State, Classifier> make) {
        this.make = make;
    }

    /** @param begin what is done with one that is new */
    public Classifier of(Reader reader, Reader.State state, Consumer<Classifier> begin) {
        Warm known = warm.get(reader);
        if (known == null || !known.state().is(state)) {
            if (known != null) {
                warm.remove(reader);
                known.classifier().close();
            }
            known = new Warm(state, make.apply(state));
            warm.put(reader, known);
            begin.accept(known.classifier());
        }
        return known.classifier();
    }

    public void forgetAllBut(Collection<Reader> readers) {
        warm.entrySet().removeIf(entry -> {
            boolean gone = !readers.contains(entry.getKey());
            if (gone) {
                entry.getValue().classifier().close();
            }
            return gone;
        });
    }
}
