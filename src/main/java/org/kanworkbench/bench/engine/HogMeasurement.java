package org.kanworkbench.bench.engine;

import java.util.Optional;
import java.util.function.Consumer;
import org.kanworkbench.bench.figures.BenchContext;
import org.kanworkbench.bench.figures.Measurement;
import org.kanworkbench.bench.figures.Result;

/** Measures a training step while another process occupies one core. */
public record HogMeasurement(BenchContext context, Optional<PeerScript> peer) implements Measurement {

    private static final String MODEL = "kal-net";
    private static final String PEERS_MODEL = "kal";
    private static final double WARM_UP_SECONDS = 2;
    private static final double TURN_SECONDS = 1;
    private static final int ROUNDS = 5;
    private static final int QUICK_ROUNDS = 3;

    @Override
    public void measure(Consumer<Result> out) throws Exception {
        double[] ratios = new double[context.quick() ? QUICK_ROUNDS : ROUNDS];
        try (StepLoop loop = new StepLoop(context, MODEL, context.threads())) {
            loop.run(1, WARM_UP_SECONDS);
            for (int round = 0; round < ratios.length; round++) {
                double alone = loop.run(1, TURN_SECONDS);
                try (Spinner _ = Spinner.start()) {
                    ratios[round] = loop.run(1, TURN_SECONDS) / alone;
                }
            }
        }
        out.accept(Result.median("slowdown by a process on one core, " + MODEL, ratios, "x"));
        if (peer.isPresent()) {
            double alone = peer.get().epoch(PEERS_MODEL, context.threads()).trainSeconds();
            try (Spinner _ = Spinner.start()) {
                double beside = peer.get().epoch(PEERS_MODEL, context.threads()).trainSeconds();
                out.accept(new Result("slowdown by a process on one core, peer's " + PEERS_MODEL, beside / alone, "x"));
            }
        }
    }
}
