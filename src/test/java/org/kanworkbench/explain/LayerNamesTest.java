package org.kanworkbench.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.Dataset.ImageShape;
import org.kanworkbench.data.Target;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Preset;

class LayerNamesTest {

    @Test
    void inputs_have_the_names_of_a_tables_columns_and_are_told_to_be_standardised() {
        NetworkSpec network = Preset.named("kal-net").orElseThrow().network(2, List.of(3), 1);
        Target lift = new Target.Numbers(new ColumnScaling(List.of(new ColumnScaling.Column("lift", 0, 1))));
        Optional<ColumnScaling> columns = Optional.of(new ColumnScaling(
                List.of(new ColumnScaling.Column("angle", 0, 1), new ColumnScaling.Column("speed", 5, 2))));

        assertThat(LayerNames.of(network, 0, Optional.empty(), columns, lift).edge(new Edge(0, 2, 1)))
                .isEqualTo("speed → h3");
        assertThat(LayerNames.of(network, 1, Optional.empty(), columns, lift).edge(new Edge(1, 0, 1)))
                .isEqualTo("h2 → lift");
        assertThat(LayerNames.of(network, 0, Optional.empty(), columns, lift).axis())
                .isEqualTo("input x (standardised)");
        assertThat(LayerNames.of(network, 1, Optional.empty(), columns, lift).axis())
                .isEqualTo("input x");
        assertThat(LayerNames.of(network, 0, Optional.empty(), Optional.empty(), lift)
                        .input(1))
                .isEqualTo("x2");
    }

    @Test
    void few_inputs_are_listed_and_pixels_are_a_picture() {
        Target digits = Target.Classes.numbered(10);
        NetworkSpec small = network(24);
        assertThat(LayerNames.of(small, 0, Optional.empty(), Optional.empty(), digits)
                        .listed())
                .isTrue();
        NetworkSpec large = network(25);
        LayerNames square = LayerNames.of(large, 0, Optional.empty(), Optional.empty(), digits);
        assertThat(square.listed()).isFalse();
        assertThat(square.columns()).isEqualTo(5);
        Optional<ImageShape> image = Optional.of(new ImageShape(4, 4));
        assertThat(LayerNames.of(network(16), 0, image, Optional.empty(), digits)
                        .listed())
                .isFalse();
    }

    @Test
    void features_after_convolutions_lie_channel_beside_channel_and_are_named_by_their_place() {
        NetworkSpec network = Preset.named("conv-kal").orElseThrow().network(784, 10);
        LayerNames names = LayerNames.of(
                network, 0, Optional.of(new ImageShape(28, 28)), Optional.empty(), Target.Classes.numbered(10));

        // 32 channels of 7 × 7, six side by side.
        assertThat(names.columns()).isEqualTo(42);
        assertThat(names.rows()).isEqualTo(42);
        assertThat(names.input(391)).isEqualTo("ch8 (6, 6)");
        assertThat(names.edge(new Edge(0, 7, 392))).isEqualTo("ch9 (0, 0) → h8");
        assertThat(names.row(392)).isEqualTo(7);
        assertThat(names.column(392)).isEqualTo(14);
        for (int input = 0; input < 1568; input++) {
            assertThat(names.at(names.row(input), names.column(input))).isEqualTo(input);
        }
        assertThat(names.at(41, 41)).as("below the last channels there is none").isNegative();
        assertThat(names.at(0, 42)).isNegative();
    }

    private static NetworkSpec network(int inputs) {
        return Preset.named("mlp").orElseThrow().network(inputs, List.of(3), 10);
    }
}
