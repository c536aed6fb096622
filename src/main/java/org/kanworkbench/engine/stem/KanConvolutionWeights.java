package org.kanworkbench.engine.stem;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import org.kanworkbench.engine.kernel.Lanes;
import org.kanworkbench.engine.kernel.ParameterBlock;
import org.kanworkbench.engine.layer.Initializer;
import org.kanworkbench.engine.layer.LayerWeights;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.LayerField;
import org.kanworkbench.network.LayerTensor;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.stem.KanConvolutions;
import org.kanworkbench.network.tensor.Tensor;

/** The kernels of KAN convolutions, a layer for each stage. */
final class KanConvolutionWeights implements StemWeights {

    final KanConvolutions spec;
    /** By stage. */
    final List<LayerWeights> kernels = new ArrayList<>();
    /** By stage; null without one. */
    final List<ParameterBlock> slopes = new ArrayList<>();

    KanConvolutionWeights(KanConvolutions spec) {
        this.spec = spec;
        for (int s = 0; s < spec.channels().size(); s++) {
            kernels.add(new LayerWeights(spec.kernels(s).with(LayerField.ACTIVATION, Activation.IDENTITY)));
            slopes.add(spec.activation() == Activation.PRELU ? new ParameterBlock(Lanes.PADDING) : null);
        }
    }

    @Override
    public void initialize(SplittableRandom random) {
        for (int s = 0; s < kernels.size(); s++) {
            Initializer.initialize(kernels.get(s), random.split());
            if (slopes.get(s) != null) {
                slopes.get(s).values[0] = (float) LayerTensor.PRELU.initial();
            }
        }
    }

    @Override
    public Map<String, Tensor> export(Function<ParameterBlock, float[]> pick) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (int s = 0; s < kernels.size(); s++) {
            kernels.get(s)
                    .export(s, pick, false)
                    .forEach((name, tensor) -> tensors.put(name.replaceFirst("layers", "stem"), tensor));
            if (slopes.get(s) != null) {
                float slope = pick.apply(slopes.get(s))[0];
                tensors.put(KanConvolutions.name(LayerTensor.PRELU, s), new Tensor(new int[] {1}, new float[] {slope}));
            }
        }
        return tensors;
    }

    @Override
    public void load(Model model, Function<ParameterBlock, float[]> pick) {
        for (int s = 0; s < kernels.size(); s++) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            model.tensors().forEach((name, tensor) -> {
                if (name.startsWith("stem.")) {
                    tensors.put(name.replaceFirst("stem", "layers"), tensor);
                }
            });
            Model ofKernels = new Model(model.network(), tensors);
            kernels.get(s).load(s, ofKernels, pick, false);
            if (slopes.get(s) != null) {
                pick.apply(slopes.get(s))[0] = ParameterBlock.values(ofKernels, LayerTensor.PRELU.name(s), 1)[0];
            }
        }
    }

    @Override
    public Stream<ParameterBlock> blocks() {
        return Stream.concat(
                kernels.stream().flatMap(LayerWeights::blocks), slopes.stream().filter(slope -> slope != null));
    }

    @Override
    public StemPass pass(int maxRows, float background, boolean goesBack, boolean frozen, Workers workers) {
        return new KanConvolutionPass(this, maxRows, goesBack, frozen, workers);
    }
}
