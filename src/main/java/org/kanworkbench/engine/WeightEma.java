package org.kanworkbench.engine;

import java.util.ArrayList;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import org.kanworkbench.engine.kernel.Lanes;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.Model;

/**
 * The exponential moving average of a network's weights over its training steps (Polyak and Juditsky, 1992; as
 * Tarvainen and Valpola, 2017, use it), running statistics included. Weights are sampled after every step at first, later
 * after every second, fourth … {@value #MOST}th, as far as that is short against 1/(1 − β): this is cheap and barely changes
 * the mean. A sample stands for the steps since the one before. The initial weights do not contribute.
 */
public final class WeightEma {

    private static final int MOST = 16;

    /** What lies between two samples, of the steps so far and of those that the mean is over, at most. */
    private static final double SHARE = 1.0 / 16;

    /**
     * The state of an EMA.
     *
     * @param mean the EMA of the weights
     * @param steps calls of {@link #step}
     * @param past 1 minus the sum of the samples' weights, β to the power of the steps up to the last sample
     */
    public record State(Model mean, long steps, double past) {}

    private static final int CHUNK = 1 << 15;
    private static final int MOST_CHUNKS = 512;

    /** A slice of one array, and the location of its mean. */
    private record Chunk(float[] live, float[] mean, int from, int to) {}

    private final Network mean;
    private final Workers workers;
    private final Chunk[] chunks;
    private final double decay;
    private final Workers.Task takeChunk = this::take;
    private long steps;
    private double past;
    private float share;

    /**
     * @param live the network in training
     * @param decay per step, 0 (inclusive) to 1 (exclusive)
     */
    public WeightEma(Network live, double decay, Workers workers) {
        this(live, decay, workers, new State(live.snapshot(), 0, 1));
    }

    /** Resumes from the state of another EMA of an equal network. */
    public WeightEma(Network live, double decay, Workers workers, State state) {
        this.mean = Network.of(state.mean());
        this.steps = state.steps();
        this.past = state.past();
        this.workers = workers;
        this.decay = decay;
        this.chunks = chunks(live.state(), mean.state());
    }

    /** Steps from one sample to the next: a power of two, so that samples need no memory of the one before. */
    private static int interval(double decay, long step) {
        double most = Math.clamp(SHARE * Math.min(step, 1 / (1 - decay)), 1, MOST);
        return Integer.highestOneBit((int) most);
    }

    /**
     * Whether weights are sampled.
     *
     * @param decay per step
     * @param step after which, from 0
     */
    public static boolean samples(double decay, long step) {
        return step % interval(decay, step) == 0;
    }

    /** The share of earlier samples' weights that remains with the sample after a step. */
    public static double kept(double decay, long step) {
        return Math.pow(decay, interval(decay, step - 1));
    }

    private static Chunk[] chunks(List<float[]> live, List<float[]> mean) {
        long total = live.stream().mapToLong(array -> array.length).sum();
        int size = Math.toIntExact(Math.max(CHUNK, total / MOST_CHUNKS));
        List<Chunk> chunks = new ArrayList<>();
        for (int a = 0; a < live.size(); a++) {
            int length = live.get(a).length;
            for (int from = 0; from < length; from += size) {
                chunks.add(new Chunk(live.get(a), mean.get(a), from, Math.min(length, from + size)));
            }
        }
        return chunks.toArray(Chunk[]::new);
    }

    /** Call after every step of the network. */
    public void step() {
        long step = steps++;
        if (samples(decay, step)) {
            double kept = kept(decay, step);
            past *= kept;
            share = (float) ((1 - kept) / (1 - past));
            workers.run(chunks.length, takeChunk);
            mean.rescale();
        }
    }

    private void take(int part) {
        Chunk chunk = chunks[part];
        float[] live = chunk.live();
        float[] to = chunk.mean();
        int j = chunk.from();
        for (; j <= chunk.to() - Lanes.COUNT; j += Lanes.COUNT) {
            FloatVector before = FloatVector.fromArray(Lanes.SPECIES, to, j);
            FloatVector.fromArray(Lanes.SPECIES, live, j)
                    .sub(before)
                    .mul(share)
                    .add(before)
                    .intoArray(to, j);
        }
        for (; j < chunk.to(); j++) {
            to[j] += (live[j] - to[j]) * share;
        }
    }

    /** A copy of the state. */
    public State state() {
        return new State(mean.snapshot(), steps, past);
    }

    /** The network with the EMA weights, which change with every sample. */
    public Network network() {
        return mean;
    }
}
