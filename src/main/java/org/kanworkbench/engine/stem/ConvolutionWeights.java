package org.kanworkbench.engine.stem;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.kanworkbench.engine.kernel.ParameterBlock;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.stem.Convolutions;
import org.kanworkbench.network.tensor.Tensor;

/**
 * The kernels and biases of convolutions. The trained layout is that of the gradient kernels: [tap][output] in the first
 * stage, which takes one channel, and [output][tap][input] in the others; outputs and inputs padded, padding 0.
 */
final class ConvolutionWeights implements StemWeights {

    private static final int TAPS = ConvolutionStage.TAPS;

    final Convolutions spec;
    final ConvolutionStage[] stages;
    final ParameterBlock[] kernels;
    final ParameterBlock[] biases;

    ConvolutionWeights(Convolutions spec) {
        this.spec = spec;
        int count = spec.channels().size();
        stages = new ConvolutionStage[count];
        kernels = new ParameterBlock[count];
        biases = new ParameterBlock[count];
        for (int s = 0; s < count; s++) {
            stages[s] = ConvolutionStage.of(spec, s);
            int outputs = s == 0 ? stages[s].outputDepth() : stages[s].outputs();
            kernels[s] = new ParameterBlock(TAPS * stages[s].depth() * outputs);
            biases[s] = new ParameterBlock(stages[s].outputDepth());
        }
    }

    /** Where a tensor's kernels lie, [output][input][tap]. */
    private int[] places(int stage) {
        int inputs = stages[stage].inputs();
        int depth = stage == 0 ? stages[0].outputDepth() : stages[stage].depth();
        return IntStream.range(0, stages[stage].outputs() * inputs * TAPS)
                .map(n -> {
                    int o = n / (inputs * TAPS);
                    int tap = n % TAPS;
                    return stage == 0 ? tap * depth + o : (o * TAPS + tap) * depth + n / TAPS % inputs;
                })
                .toArray();
    }

    /** As PyTorch's Conv2d: kernels and biases uniform within √(1/fan-in), the fan-in being input channels × taps. */
    @Override
    public void initialize(SplittableRandom random) {
        for (int s = 0; s < stages.length; s++) {
            double bound = Math.sqrt(1.0 / (stages[s].inputs() * TAPS));
            int[] places = places(s);
            int ofOutput = stages[s].inputs() * TAPS;
            for (int n = 0; n < places.length; n++) {
                kernels[s].values[places[n]] = (float) random.nextDouble(-bound, bound);
                if (n % ofOutput == ofOutput - 1) {
                    biases[s].values[n / ofOutput] = (float) random.nextDouble(-bound, bound);
                }
            }
        }
    }

    @Override
    public Map<String, Tensor> export(Function<ParameterBlock, float[]> pick) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (int s = 0; s < stages.length; s++) {
            float[] from = pick.apply(kernels[s]);
            int[] places = places(s);
            float[] to = new float[places.length];
            for (int n = 0; n < to.length; n++) {
                to[n] = from[places[n]];
            }
            tensors.put(kernelName(s), new Tensor(kernelShape(s), to));
            int outputs = stages[s].outputs();
            tensors.put(biasName(s), new Tensor(new int[] {outputs}, Arrays.copyOf(pick.apply(biases[s]), outputs)));
        }
        return tensors;
    }

    @Override
    public void load(Model model, Function<ParameterBlock, float[]> pick) {
        for (int s = 0; s < stages.length; s++) {
            float[] from = ParameterBlock.values(model, kernelName(s), kernelShape(s));
            float[] to = pick.apply(kernels[s]);
            int[] places = places(s);
            for (int n = 0; n < from.length; n++) {
                to[places[n]] = from[n];
            }
            float[] bias = ParameterBlock.values(model, biasName(s), stages[s].outputs());
            System.arraycopy(bias, 0, pick.apply(biases[s]), 0, bias.length);
        }
    }

    private static String kernelName(int stage) {
        return "stem." + stage + ".weight";
    }

    private static String biasName(int stage) {
        return "stem." + stage + ".bias";
    }

    private int[] kernelShape(int stage) {
        return new int[] {stages[stage].outputs(), stages[stage].inputs(), Convolutions.KERNEL, Convolutions.KERNEL};
    }

    /**
     * Copies the kernels to the layout of the forward pass.
     *
     * @param to receives [tap][padded input][padded output]
     */
    void layOut(int stage, float[] to) {
        float[] from = kernels[stage].values;
        if (stage == 0) {
            System.arraycopy(from, 0, to, 0, from.length);
            return;
        }
        int depth = stages[stage].depth();
        int width = stages[stage].outputDepth();
        for (int o = 0; o < stages[stage].outputs(); o++) {
            int at = o * TAPS * depth;
            for (int k = 0; k < TAPS * depth; k++) {
                to[k * width + o] = from[at + k];
            }
        }
    }

    @Override
    public Stream<ParameterBlock> blocks() {
        return Stream.concat(Arrays.stream(kernels), Arrays.stream(biases));
    }

    @Override
    public StemPass pass(int maxRows, float background, boolean goesBack, boolean frozen, Workers workers) {
        return new ConvolutionPass(this, maxRows, background, goesBack, frozen, workers);
    }
}
