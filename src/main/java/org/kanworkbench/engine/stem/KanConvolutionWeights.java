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
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.LayerTensor;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.basis.NoBasis;
import org.kanworkbench.network.stem.KanConvolutions;
import org.kanworkbench.network.tensor.Tensor;

/**
 * The kernels of KAN convolutions. A stage's are one layer, or two, the base and the basis, where these see different
 * inputs.
 */
final class KanConvolutionWeights implements StemWeights {

    final KanConvolutions spec;
    /** By stage. */
    final List<List<LayerWeights>> parts = new ArrayList<>();
    /** By stage; null without one. */
    final List<ParameterBlock> slopes = new ArrayList<>();

    KanConvolutionWeights(KanConvolutions spec) {
        this.spec = spec;
        for (int s = 0; s < spec.channels().size(); s++) {
            parts.add(
                    parts(spec, spec.kernels(s)).stream().map(LayerWeights::new).toList());
            slopes.add(spec.activation() == Activation.PRELU ? new ParameterBlock(Lanes.PADDING) : null);
        }
    }

    private static List<LayerSpec> parts(KanConvolutions spec, LayerSpec kernels) {
        LayerSpec sums = kernels.with(LayerField.ACTIVATION, Activation.IDENTITY);
        if (spec.scaling() != KanConvolutions.Scaling.INSTANCE
                || !kernels.hasBase()
                || kernels.basis().terms() == 0) {
            return List.of(sums);
        }
        return List.of(
                sums.withBasis(new NoBasis()),
                sums.with(Map.of(LayerField.BASE, Activation.ZERO, LayerField.BIAS, false)));
    }

    @Override
    public void initialize(SplittableRandom random) {
        for (int s = 0; s < parts.size(); s++) {
            parts.get(s).forEach(part -> Initializer.initialize(part, random.split()));
            if (slopes.get(s) != null) {
                slopes.get(s).values[0] = (float) LayerTensor.PRELU.initial();
            }
        }
    }

    @Override
    public Map<String, Tensor> export(Function<ParameterBlock, float[]> pick) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (int s = 0; s < parts.size(); s++) {
            for (LayerWeights part : parts.get(s)) {
                part.export(s, pick, false)
                        .forEach((name, tensor) -> tensors.put(name.replaceFirst("layers", "stem"), tensor));
            }
            if (slopes.get(s) != null) {
                float slope = pick.apply(slopes.get(s))[0];
                tensors.put(KanConvolutions.name(LayerTensor.PRELU, s), new Tensor(new int[] {1}, new float[] {slope}));
            }
        }
        return tensors;
    }

    @Override
    public void load(Model model, Function<ParameterBlock, float[]> pick) {
        for (int s = 0; s < parts.size(); s++) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            model.tensors().forEach((name, tensor) -> {
                if (name.startsWith("stem.")) {
                    tensors.put(name.replaceFirst("stem", "layers"), tensor);
                }
            });
            Model kernels = new Model(model.network(), tensors);
            for (LayerWeights part : parts.get(s)) {
                part.load(s, kernels, pick, false);
            }
            if (slopes.get(s) != null) {
                pick.apply(slopes.get(s))[0] = ParameterBlock.values(kernels, LayerTensor.PRELU.name(s), 1)[0];
            }
        }
    }

    @Override
    public Stream<ParameterBlock> blocks() {
        return Stream.concat(
                parts.stream().flatMap(List::stream).flatMap(LayerWeights::blocks),
                slopes.stream().filter(slope -> slope != null));
    }

    @Override
    public StemPass pass(int maxRows, float background, boolean goesBack, boolean frozen, Workers workers) {
        return new KanConvolutionPass(this, maxRows, goesBack, workers);
    }
}
