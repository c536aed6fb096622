package org.kanworkbench.dl4j.layers;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.LayerValidation;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.ConstantTerm;
import org.kanworkbench.network.Field;
import org.kanworkbench.network.Initialization;
import org.kanworkbench.network.InputScaling;
import org.kanworkbench.network.LayerField;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.Normalization;
import org.kanworkbench.network.basis.Basis;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.shade.jackson.databind.annotation.JsonDeserialize;
import org.nd4j.shade.jackson.databind.annotation.JsonSerialize;

/**
 * A layer of learned edge functions for Deeplearning4j, as described by {@link LayerSpec}, which defines basis, input
 * scaling, base activation, norm, activation, dropout and initialization; Deeplearning4j's own {@code activation} and
 * {@code weightInit} are ignored. Inputs are rows of numbers; their number is inferred from the network's input type if
 * not given.
 */
public final class KanLayer extends FeedForwardLayer {

    private static final long serialVersionUID = 1;

    /** Its sizes are ignored in favour of {@link #getNIn} and {@link #getNOut}. */
    private LayerSpec spec;

    /** For reading JSON. */
    KanLayer() {}

    private KanLayer(Builder builder) {
        super(builder);
        spec = builder.spec();
        initializeConstraints(builder);
        setActivationFn(new ActivationIdentity());
    }

    /** Creates a layer of exactly this form and size. */
    public static KanLayer of(LayerSpec spec) {
        return new Builder(spec).nIn(spec.inputs()).nOut(spec.outputs()).build();
    }

    /** The specification with the layer's sizes; an unknown number of inputs counts as 1. */
    @JsonSerialize(using = LayerSpecJson.Writer.class)
    public LayerSpec getSpec() {
        return spec.withSizes(Math.toIntExact(Math.max(1, nIn)), Math.toIntExact(Math.max(1, nOut)));
    }

    @JsonDeserialize(using = LayerSpecJson.Reader.class)
    void setSpec(LayerSpec spec) {
        this.spec = spec;
    }

    @Override
    public org.deeplearning4j.nn.api.Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int index,
            INDArray parameters,
            boolean initialize,
            DataType type) {
        LayerValidation.assertNInNOutSet("KanLayer", getLayerName(), index, getNIn(), getNOut());
        KanLayerPass pass = new KanLayerPass(conf, type);
        pass.setListeners(listeners);
        pass.setIndex(index);
        pass.setParamsViewArray(parameters);
        Map<String, INDArray> table = initializer().init(conf, parameters, initialize);
        pass.setParamTable(table);
        pass.setConf(conf);
        return pass;
    }

    @Override
    public ParamInitializer initializer() {
        return new KanParameters();
    }

    @Override
    public IUpdater getUpdaterByParam(String name) {
        return KanParameters.isStatistic(name) ? new NoOp() : super.getUpdaterByParam(name);
    }

    @Override
    public List<Regularization> getRegularizationByParam(String name) {
        return KanParameters.isStatistic(name) ? null : super.getRegularizationByParam(name);
    }

    @Override
    public LayerMemoryReport getMemoryReport(InputType inputType) {
        LayerSpec sized = getSpec();
        long parameters = initializer().numParams(this);
        long perRow = (long) sized.inputs() * (sized.weightsPerEdge() + 2) + 3L * sized.outputs();
        return new LayerMemoryReport.Builder(layerName, KanLayer.class, inputType, getOutputType(-1, inputType))
                .standardMemory(parameters, getIUpdater().stateSize(parameters))
                .workingMemory(0, perRow, 0, perRow + (long) sized.inputs() * sized.weightsPerEdge())
                .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
                .build();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KanLayer layer
                && super.equals(other)
                && getSpec().equals(layer.getSpec());
    }

    @Override
    public int hashCode() {
        return 31 * super.hashCode() + getSpec().hashCode();
    }

    /** The builder in Deeplearning4j's style. Defaults: SiLU base activation, running min-max scaling, no norm. */
    public static final class Builder extends FeedForwardLayer.Builder<Builder> {

        private LayerSpec form;

        public Builder(Basis basis) {
            this(LayerSpec.plain(basis)
                    .with(Map.of(
                            LayerField.SCALING, InputScaling.RUNNING_MIN_MAX,
                            LayerField.BASE, Activation.SILU)));
        }

        /** @param form its sizes are ignored */
        public Builder(LayerSpec form) {
            this.form = form;
        }

        public Builder scaling(InputScaling scaling) {
            return with(LayerField.SCALING, scaling);
        }

        /** The base activation. */
        public Builder base(Activation base) {
            return with(LayerField.BASE, base);
        }

        public Builder constantTerm(ConstantTerm term) {
            return with(LayerField.CONSTANT_TERM, term);
        }

        public Builder normalization(Normalization normalization) {
            return with(LayerField.NORMALIZATION, normalization);
        }

        /** The output activation. */
        public Builder output(Activation activation) {
            return with(LayerField.ACTIVATION, activation);
        }

        public Builder edgeScale(boolean scaled) {
            return with(LayerField.EDGE_SCALE, scaled);
        }

        public Builder initialization(Initialization start) {
            return with(LayerField.INITIALIZATION, start);
        }

        private <T> Builder with(Field<T> field, T value) {
            form = form.with(field, value);
            return this;
        }

        private LayerSpec spec() {
            return form;
        }

        @Override
        @SuppressWarnings("unchecked")
        public KanLayer build() {
            return new KanLayer(this);
        }
    }
}
