package org.kanworkbench.engine.stem;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import org.kanworkbench.engine.kernel.ParameterBlock;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.stem.Convolutions;
import org.kanworkbench.network.stem.KanConvolutions;
import org.kanworkbench.network.stem.NoStem;
import org.kanworkbench.network.stem.PositionalEncoding;
import org.kanworkbench.network.tensor.Tensor;

/** The trained values of a stem, none by default, and its passes over a batch. */
@FunctionalInterface
public interface StemWeights {

    static StemWeights of(NetworkSpec network) {
        return switch (network.stem()) {
            case NoStem _ -> (_, _, _, _, _) -> new StemPass.Direct(network.inputs());
            case PositionalEncoding encoding ->
                (maxRows, _, _, _, _) -> new PositionalEncodingPass(encoding, network.inputs(), maxRows);
            case KanConvolutions convolutions -> new KanConvolutionWeights(convolutions);
            case Convolutions convolutions -> new ConvolutionWeights(convolutions);
        };
    }

    default void initialize(SplittableRandom random) {}

    /** The values, or the picked array of a block, as the tensors that {@link Model} names. */
    default Map<String, Tensor> export(Function<ParameterBlock, float[]> pick) {
        return Map.of();
    }

    /** Fills the values, or the picked array of a block, from a model's tensors. */
    default void load(Model model, Function<ParameterBlock, float[]> pick) {}

    default Stream<ParameterBlock> blocks() {
        return Stream.of();
    }

    /**
     * @param background a value that most inputs have, or NaN
     * @param goesBack whether a backward pass follows
     * @param frozen whether weights never change between calls
     */
    StemPass pass(int maxRows, float background, boolean goesBack, boolean frozen, Workers workers);
}
