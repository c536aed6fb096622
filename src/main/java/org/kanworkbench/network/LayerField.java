package org.kanworkbench.network;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** What can be set about the form of a {@link LayerSpec} besides its basis. */
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

    /** In the order in which people see them. */
    public static final List<Field<?>> ALL = Collections.unmodifiableList(FIELDS);

    private LayerField() {}

    private static Activation[] without(Activation one) {
        return Stream.of(Activation.values()).filter(any -> any != one).toArray(Activation[]::new);
    }
}
