package org.kanworkbench.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kanworkbench.network.basis.BSpline;
import org.kanworkbench.network.basis.NoBasis;
import org.kanworkbench.network.basis.recurrence.Legendre;

class LayerFieldTest {

    private static final LayerSpec LAYER =
            Preset.named("efficient-kan-faithful").orElseThrow().hiddenLayer();

    static List<Field<?>> fields() {
        return LayerField.ALL;
    }

    @ParameterizedTest
    @MethodSource("fields")
    void what_is_set_is_in_the_layer_and_nothing_else_is_changed(Field<?> field) {
        Object value = field.choices().isEmpty() ? 0.25 : field.choices().getLast();

        LayerSpec changed = LAYER.with(LAYER.basis(), Map.of(field, value));

        assertThat(changed).extracting(field::of).isEqualTo(value);
        assertThat(LayerField.ALL)
                .filteredOn(other -> other != field)
                .allSatisfy(other -> assertThat((Object) other.of(changed)).isEqualTo(other.of(LAYER)));
        assertThat(changed.with(LAYER.basis(), Map.of(field, field.of(LAYER)))).isEqualTo(LAYER);
    }

    @Test
    void what_cannot_be_chosen_is_refused_by_name() {
        assertThatThrownBy(() -> LAYER.with(LAYER.basis(), Map.of(LayerField.BASE, Activation.PRELU)))
                .hasMessage("base activation is PRELU: choose IDENTITY, SILU, GELU, TANH, RELU, ZERO");
        assertThatThrownBy(() -> LAYER.with(LAYER.basis(), Map.of(LayerField.DROPOUT, 1.0)))
                .hasMessage("dropout is 1.0: choose 0 to 0.999999");
    }

    @Test
    void a_start_that_is_for_splines_gives_way_to_another_basis() {
        assertThat(LAYER.with(new BSpline(7, 2), Map.of()).initialization()).isEqualTo(Initialization.SPLINE_NOISE);
        assertThat(LAYER.with(new Legendre(3), Map.of()).initialization()).isEqualTo(Initialization.KAIMING);
    }

    @Test
    void a_scaling_of_nothing_makes_no_row_depend_on_others() {
        LayerSpec dense = LayerSpec.plain(new NoBasis()).with(LayerField.SCALING, InputScaling.BATCH_MIN_MAX);

        assertThat(new NetworkSpec(List.of(dense)).scalesByBatch()).isFalse();
        assertThat(new NetworkSpec(List.of(dense.withBasis(new Legendre(2)))).scalesByBatch())
                .isTrue();
    }
}
