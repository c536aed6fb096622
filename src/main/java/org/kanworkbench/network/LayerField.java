package org.kanworkbench.network;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** What a {@link LayerSpec} is besides its sizes and its basis. */
public final class LayerField {

    private static final List<Field<?>> FIELDS = new ArrayList<>();

    public static final Field<InputScaling> SCALING = Field.choice(
                    FIELDS, "scaling", "scaling", InputScaling::label, InputScaling.values())
            .shown(Field.Group.LAYER, "Input scaling", "input scaling");

    public static final Field<Activation> BASE = Field.choice(
                    FIELDS, "base", "base", Activation::label, without(Activation.PRELU))
            .shown(Field.Group.LAYER, "Base activation", "base activation");

    public static final Field<Normalization> NORMALIZATION = Field.choice(
                    FIELDS, "normalization", "normalization", Normalization::label, Normalization.values())
            .shown(Field.Group.LAYER, "Normalisation", "normalisation");

    public static final Field<Activation> ACTIVATION = Field.choice(
                    FIELDS, "activation", "activation", Activation::label, without(Activation.ZERO))
            .shown(Field.Group.LAYER, "Activation", "activation");

    public static final Field<Double> DROPOUT =
            Field.number(FIELDS, "dropout", "dropout", 0.0, 0, 0.999999).shown(Field.Group.LAYER, "Dropout", "dropout");

    public static final Field<ConstantTerm> CONSTANT_TERM = Field.choice(
                    FIELDS, "constant-term", "constantTerm", ConstantTerm::name, ConstantTerm.values())
            .called("constant term");

    public static final Field<Boolean> BIAS =
            Field.choice(FIELDS, "bias", "bias", String::valueOf, true, false).called("bias");

    public static final Field<Boolean> EDGE_SCALE = Field.choice(
                    FIELDS, "edge-scale", "edgeScale", String::valueOf, false, true)
            .called("edge scale");

    public static final Field<Initialization> INITIALIZATION = Field.choice(
                    FIELDS, "initialization", "initialization", Initialization::name, Initialization.values())
            .called("initialisation");

    public static final Field<Boolean> BASIS_BIAS = Field.choice(
                    FIELDS, "basis-bias", "basisBias", String::valueOf, false, true)
            .called("basis bias");

    /** In the order in which people see them; last what presets and files alone set. */
    public static final List<Field<?>> ALL = Collections.unmodifiableList(FIELDS);

    private LayerField() {}

    private static Activation[] without(Activation one) {
        return Stream.of(Activation.values()).filter(any -> any != one).toArray(Activation[]::new);
    }
}
