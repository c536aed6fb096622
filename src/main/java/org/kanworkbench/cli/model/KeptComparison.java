package org.kanworkbench.cli.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.kanworkbench.cli.command.KeptWork;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.quantize.compare.ComparisonEvent;
import org.kanworkbench.quantize.compare.ComparisonRun;
import org.kanworkbench.quantize.compare.SchemeResult;
import org.kanworkbench.training.Evaluation;

/** A comparison that is kept, as far as it comes. It is entered once its schemes are known to fit: a refused one is no run. */
final class KeptComparison implements Consumer<ComparisonEvent>, AutoCloseable {

    private final SavedModel model;
    private final Supplier<KeptWork> beginning;
    private final Map<String, SchemeResult> results = new LinkedHashMap<>();
    private final long began = System.nanoTime();
    private int wanted;

    /** Null before float32 was scored. */
    private Evaluation float32;

    private KeptWork work;

    /** @param wanted schemes that are to be measured */
    KeptComparison(SavedModel model, int wanted, Supplier<KeptWork> beginning) {
        this.model = model;
        this.wanted = wanted;
        this.beginning = beginning;
    }

    @Override
    public void accept(ComparisonEvent event) {
        switch (event) {
            case ComparisonEvent.Refused _ -> wanted--;
            case ComparisonEvent.Reference r -> {
                float32 = r.float32();
                work = beginning.get();
            }
            case ComparisonEvent.Scored s -> keep(List.of(s.result()));
            case ComparisonEvent.Timed t -> keep(t.results());
            case ComparisonEvent.Progress _ -> {}
        }
    }

    private void keep(List<SchemeResult> measured) {
        measured.forEach(result -> results.put(result.scheme().name(), result));
    }

    /** Enters what was measured, be it all or not; whether it is kept. */
    boolean end() {
        double seconds = (System.nanoTime() - began) / 1e9;
        List<SchemeResult> measured = List.copyOf(results.values());
        return work != null
                && work.end(() -> ComparisonRun.ended(model, float32, measured, wanted, seconds, Optional.empty()));
    }

    @Override
    public void close() {
        if (work != null) {
            work.close();
        }
    }
}
