package org.kanworkbench.engine;

import java.util.ArrayList;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import org.kanworkbench.engine.kernel.Lanes;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.Model;

/**
 * The exponential moving average of a network's weights over its training steps (Polyak and Juditsky, 1992; as Tarvainen
 * and Valpola, 2017, use it), running statistics included. Weights are sampled every {@value #EVERY} steps, which costs
 * little and changes the mean hardly: after n samples w₁ … wₙ it is Σ βⁿ⁻ⁱ·wᵢ / Σ βⁿ⁻ⁱ, with β the decay of that many
 * steps. The weights from before the first step have no share.
 */
public final class WeightAverage {

    /** Steps between two samples. */
    public static final int EVERY = 16;

    /**
     * Where an average is.
     *
     * @param mean the averaged weights
     * @param steps calls of {@link #step}
     * @param past βⁿ, the share that is still missing from the sum of the samples' weights
     */
    public record State(Model mean, long steps, double past) {}

    private static final int CHUNK = 1 << 15;
    private static final int MOST_CHUNKS = 512;

    /** A stretch of one array, and where its mean is. */
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
     * @param live the network that is trained
     * @param decay of one step, 0 up to, not including, 1
     */
    public WeightAverage(Network live, double decay, Workers workers) {
        this(live, decay, workers, new State(live.snapshot(), 0, 1));
    }

    /** Goes on where another average of an equal network was. */
    public WeightAverage(Network live, double decay, Workers workers, State state) {
        this.mean = Network.of(state.mean());
        this.steps = state.steps();
        this.past = state.past();
        this.workers = workers;
        this.decay = Math.pow(decay, EVERY);
        this.chunks = chunks(live.state(), mean.state());
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
        if (steps++ % EVERY == 0) {
            past *= decay;
            share = (float) ((1 - decay) / (1 - past));
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

    /** Where the average is; a copy. */
    public State state() {
        return new State(mean.snapshot(), steps, past);
    }

    /** The network with the averaged weights; they move with every step. */
    public Network network() {
        return mean;
    }
}
