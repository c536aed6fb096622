package org.kanworkbench.engine.stem;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.kanworkbench.engine.kernel.ParameterBlock;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.Convolutions;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.NoStem;
import org.kanworkbench.network.PositionalEncoding;
import org.kanworkbench.network.tensor.Tensor;

/** The trained values of what comes before a network's first layer, and its way through a batch. */
public interface StemWeights {

    static StemWeights of(NetworkSpec network) {
        return switch (network.stem()) {
            case NoStem _ -> new Untrained(_ -> new StemPass.Direct(network.inputs()));
            case PositionalEncoding encoding ->
                new Untrained(maxRows -> new PositionalEncodingPass(encoding, network.inputs(), maxRows));
            case Convolutions convolutions -> new ConvolutionWeights(convolutions);
        };
    }

    void initialize(SplittableRandom random);

    /** The values, or whatever array of a block is picked, as the tensors that {@link Model} names. */
    Map<String, Tensor> export(Function<ParameterBlock, float[]> pick);

    /** Fills the values, or whatever array of a block is picked, from a model's tensors. */
    void load(Model model, Function<ParameterBlock, float[]> pick);

    Stream<ParameterBlock> blocks();

    /**
     * @param background a value that most inputs have, or NaN
     * @param goesBack whether gradients will be asked for
     * @param frozen whether weights never change between calls
     */
    StemPass pass(int maxRows, float background, boolean goesBack, boolean frozen, Workers workers);

    /** A stem with nothing to learn. */
    record Untrained(IntFunction<StemPass> passOfRows) implements StemWeights {

        @Override
        public void initialize(SplittableRandom random) {}

        @Override
        public Map<String, Tensor> export(Function<ParameterBlock, float[]> pick) {
            return Map.of();
        }

        @Override
        public void load(Model model, Function<ParameterBlock, float[]> pick) {}

        @Override
        public Stream<ParameterBlock> blocks() {
            return Stream.of();
        }

        @Override
        public StemPass pass(int maxRows, float background, boolean goesBack, boolean frozen, Workers workers) {
            return passOfRows.apply(maxRows);
        }
    }
}
