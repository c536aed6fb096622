package org.kanworkbench.bench.engine;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.DoubleStream;
import org.kanworkbench.bench.engine.PeerScript.Pair;
import org.kanworkbench.bench.figures.BenchContext;
import org.kanworkbench.bench.figures.MachineLoad;
import org.kanworkbench.bench.figures.Measurement;
import org.kanworkbench.bench.figures.Result;
import org.kanworkbench.network.Preset;

/**
 * Measures the same work here and in a peer's script, in turns within the same minute: epochs, and, where the script names
 * no models of its own, evaluation on the test set and a curve of 100 points.
 */
public record PeerMeasurement(BenchContext context, PeerScript peer) implements Measurement {

    private static final int ROUNDS = 7;

    /** Of a script that names none itself. */
    private static final List<Pair> USUAL = List.of(
            new Pair("kal", List.of("kal-net", "kal-net-faithful")),
            new Pair("kac", List.of("kac-net-faithful")),
            new Pair("spline", List.of("torchkan-faithful")),
            new Pair("mlp", List.of("mlp")),
            new Pair("kanvolver", List.of("kanvolver-faithful")));

    /** For this peer, evaluation is also compared. */
    private static final String SCORED = "kal";

    private static final String SCORED_HERE = "kal-net";

    @Override
    public void measure(Consumer<Result> out) throws Exception {
        List<Pair> named = peer.pairs();
        if (named.isEmpty()) {
            curve(out);
        }
        for (Pair pair : named.isEmpty() ? USUAL : named) {
            for (String preset : pair.presets()) {
                if (Preset.named(preset).isEmpty()) {
                    throw new IOException(
                            peer.script() + " names the preset " + preset + ", which is none: correct it");
                }
            }
            epochs(pair.model(), pair.presets(), out);
        }
    }

    private void epochs(String peersModel, List<String> ours, Consumer<Result> out) throws Exception {
        int rounds = rounds();
        boolean scored = peersModel.equals(SCORED);
        double[][] seconds = new double[ours.size()][rounds];
        double[] theirs = new double[rounds];
        double[] scoring = new double[rounds];
        double[] theirScoring = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            for (int m = 0; m < ours.size(); m++) {
                seconds[m][round] = EpochMeasurement.seconds(context, ours.get(m), 1)[0];
            }
            if (scored) {
                scoring[round] = EvaluationMeasurement.seconds(context, SCORED_HERE);
            }
            PeerScript.Epoch epoch = peer.epoch(peersModel, context.threads());
            theirs[round] = epoch.trainSeconds();
            theirScoring[round] = epoch.evaluationSeconds();
        }
        for (int m = 0; m < ours.size(); m++) {
            tell("epoch", "s", ours.get(m), seconds[m], peersModel, theirs, out);
        }
        if (scored) {
            tell("evaluation", "s", SCORED_HERE, scoring, peersModel, theirScoring, out);
        }
    }

    private void curve(Consumer<Result> out) throws Exception {
        double[] ours = new double[rounds()];
        double[] theirs = new double[ours.length];
        for (int round = 0; round < ours.length; round++) {
            ours[round] = CurveMeasurement.micros(context);
            theirs[round] = peer.curveMicros(context.threads());
        }
        tell("step", "us", "curve", ours, "curve", theirs, out);
    }

    private int rounds() {
        return context.quick() ? context.repetitions() : ROUNDS;
    }

    private void tell(
            String what,
            String unit,
            String model,
            double[] ours,
            String peersModel,
            double[] theirs,
            Consumer<Result> out) {
        Result our = Result.median(what + " " + model + " beside the peer", ours, unit);
        Result their = Result.median(what + " of the peer's " + peersModel, theirs, unit);
        out.accept(our);
        out.accept(their);
        String note = String.format(
                Locale.ROOT, "medians of %d; our slowest against its fastest: %.1f", ours.length, least(theirs, ours));
        out.accept(new Result(
                        "speedup " + what + " " + model + " over the peer's " + peersModel,
                        their.value() / our.value(),
                        "x")
                .withNote(MachineLoad.note(context.threads())
                        .map(load -> note + "; " + load)
                        .or(() -> Optional.of(note))));
    }

    /** The peer's fastest round over our slowest. */
    static double least(double[] theirs, double[] ours) {
        return DoubleStream.of(theirs).min().orElseThrow()
                / Arrays.stream(ours).max().orElseThrow();
    }
}
