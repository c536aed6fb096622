package org.kanworkbench.bench.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.kanworkbench.bench.figures.BenchContext;
import org.kanworkbench.bench.figures.MachineLoad;
import org.kanworkbench.bench.figures.Measurement;
import org.kanworkbench.bench.figures.Result;
import org.kanworkbench.network.recipe.RecipeField;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engines;
import org.kanworkbench.training.loop.StepTimer;

/**
 * Measures a training step on another engine, on the vector engine and, if a peer's script times steps, in that [ms], in turns, for
 * small and large batches.
 */
public record EngineMeasurement(
        BenchContext context,
        Engines engines,
        String engine,
        Optional<PeerScript> peer,
        List<String> models,
        List<Integer> batches)
        implements Measurement {

    private static final List<String> MODELS = List.of("kal-net", "kanvolver");
    private static final List<Integer> BATCHES = List.of(64, 256, 4096);

    public EngineMeasurement(BenchContext context, Engines engines, String engine, Optional<PeerScript> peer) {
        this(context, engines, engine, peer, MODELS, BATCHES);
    }

    @Override
    public void measure(Consumer<Result> out) throws Exception {
        for (String model : models) {
            for (int batch : batches) {
                compare(model, batch, out);
            }
        }
    }

    private void compare(String model, int batch, Consumer<Result> out) throws Exception {
        String what = model + " batch " + batch;
        int times = context.repetitions();
        double[] vector = new double[times];
        double[] other = new double[times];
        double[] ratios = new double[times];
        List<PeerScript.Step> peers = new ArrayList<>();
        Configuration ours = configuration(model, batch, Configuration.VECTOR);
        Configuration theirs = configuration(model, batch, engine);
        for (Configuration any : List.of(ours, theirs)) {
            StepTimer.settle(engines, any, context.dataset());
        }
        for (int i = 0; i < times; i++) {
            vector[i] = StepTimer.millis(engines, ours, context.dataset());
            other[i] = StepTimer.millis(engines, theirs, context.dataset());
            ratios[i] = other[i] / vector[i];
            if (peer.isPresent()) {
                peer.get().step(model, batch, context.threads()).ifPresent(peers::add);
            }
        }
        out.accept(Result.median("step " + Configuration.VECTOR + " " + what, vector, "ms"));
        if (!engine.equals(Configuration.VECTOR)) {
            out.accept(Result.median("step " + engine + " " + what, other, "ms"));
            out.accept(Result.median(engine + " / " + Configuration.VECTOR + " " + what, ratios, "x")
                    .withNote(MachineLoad.note(context.threads())));
            StepTimer.traffic(engines, theirs, context.dataset()).ifPresent(traffic -> {
                out.accept(new Result("launches a step " + engine + " " + what, traffic.launches(), ""));
                out.accept(new Result("bus a step " + engine + " " + what, traffic.bytes(), "B"));
            });
        }
        if (peers.size() == times) {
            double[] steps = peers.stream().mapToDouble(PeerScript.Step::millis).toArray();
            String name = "peer on " + peers.getFirst().device();
            out.accept(Result.median("step " + name + " " + what, steps, "ms"));
            double[] over = IntStream.range(0, times)
                    .mapToDouble(i -> steps[i] / other[i])
                    .toArray();
            out.accept(Result.median(name + " / " + engine + " " + what, over, "x"));
        }
    }

    private Configuration configuration(String model, int batch, String on) {
        Configuration usual = context.configuration(model, 1);
        return usual.withRecipe(usual.recipe().with(RecipeField.BATCH, batch)).withEngine(on);
    }
}
