package org.kanworkbench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.ToyShape;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.cost.PredictionCost;
import org.kanworkbench.training.BrokenEngine;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engines;
import org.kanworkbench.training.VectorEngine;

class WidthsTest {

    private static final DataSource MOONS = DataSource.Toy.of(ToyShape.MOONS);

    private static Comparison comparison(Quantity quantity, double size, String... presets) {
        return new Comparison(
                List.of(presets), List.of(MOONS), 1, 0, quantity, size, 1, 0, List.of(0.01), 1, Configuration.VECTOR);
    }

    private static List<SizedPreset> match(Comparison comparison) throws DataException, InterruptedException {
        return new Widths(LoadedData.load(MOONS, 0), Engines.VECTOR, comparison.engine(), () -> true).match(comparison);
    }

    private static long size(Quantity quantity, NetworkSpec network) {
        return quantity == Quantity.PARAMETERS ? network.parameters() : PredictionCost.flops(network);
    }

    @ParameterizedTest
    @EnumSource(names = {"PARAMETERS", "FLOPS"})
    void no_other_width_is_nearer_to_the_first_preset(Quantity quantity) throws Exception {
        List<SizedPreset> sized =
                match(comparison(quantity, 0, "efficient-kan", "kal-net", "sine-kan", "cheby-kan-faithful"));

        assertThat(sized).extracting(SizedPreset::preset).endsWith("cheby-kan-faithful", "mlp");
        NetworkSpec first =
                Preset.named("efficient-kan").orElseThrow().forSmallData().network(2, 2);
        assertThat(sized.getFirst().parameters()).isEqualTo(first.parameters());
        for (SizedPreset preset : sized) {
            long least = Long.MAX_VALUE;
            for (int width = 1; width < 100; width++) {
                NetworkSpec network = Preset.named(preset.preset())
                        .orElseThrow()
                        .forSmallData()
                        .network(2, List.of(width), 2);
                least = Math.min(least, Math.abs(size(quantity, network) - size(quantity, first)));
            }
            NetworkSpec chosen =
                    Preset.named(preset.preset()).orElseThrow().forSmallData().network(2, preset.hidden(), 2);
            assertThat(Math.abs(size(quantity, chosen) - size(quantity, first)))
                    .as(preset.toString())
                    .isEqualTo(least);
            assertThat(preset.parameters()).isEqualTo(chosen.parameters());
        }
    }

    @Test
    void a_size_that_is_asked_for_holds_for_the_first_preset_too() throws Exception {
        assertThat(match(comparison(Quantity.PARAMETERS, 1000, "kal-net")))
                .allSatisfy(preset -> assertThat(preset.parameters()).isBetween(950L, 1050L));
    }

    @Test
    void presets_keep_their_widths_where_nothing_is_matched() throws Exception {
        assertThat(match(comparison(Quantity.NONE, 0, "kal-net", "efficient-kan")))
                .allSatisfy(preset -> assertThat(preset.hidden()).containsExactly(8));
    }

    @Test
    void no_width_is_so_small_that_a_norm_is_constant() {
        Preset preset = Preset.named("kal-net").orElseThrow().forSmallData();
        long one = preset.network(2, List.of(1), 2).parameters();
        long two = preset.network(2, List.of(2), 2).parameters();

        assertThatThrownBy(() -> match(comparison(Quantity.PARAMETERS, one, "kal-net")))
                .hasMessageStartingWith("kal-net has " + two + " parameters at the least, " + one + " are wanted");
    }

    @Test
    void a_size_that_no_width_has_is_refused_in_one_line() {
        assertThatThrownBy(() -> match(comparison(Quantity.PARAMETERS, 5, "kal-net")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("kal-net has")
                .hasMessageContaining("name a larger size");
    }

    /** What the machine's times are, is not certain. */
    @Test
    void networks_of_equal_time_are_measured() throws Exception {
        assertThat(match(comparison(Quantity.TIME, 0, "efficient-kan"))).allSatisfy(preset -> {
            assertThat(preset.stepMicros()).isPositive();
            assertThat(preset.hidden()).allMatch(units -> units >= 1);
        });
    }

    @Test
    void times_are_those_of_the_engine_that_trains() throws Exception {
        Engines broken = new Engines(List.of(new VectorEngine(), new BrokenEngine()));
        Widths widths = new Widths(LoadedData.load(MOONS, 0), broken, Configuration.OPENCL, () -> true);
        assertThatThrownBy(() -> widths.match(comparison(Quantity.TIME, 0, "efficient-kan")))
                .hasMessageContaining("cannot be timed");
    }

    @Test
    void the_width_of_a_time_is_found_with_few_measurements() throws Exception {
        assertThat(Widths.timed(8, 730, w -> 7.0 * w + 30)).isEqualTo(new Widths.Timed(100, 730));
        assertThat(Widths.timed(64, 47, w -> 7.0 * w + 30)).isEqualTo(new Widths.Timed(2, 44));
        assertThat(Widths.timed(64, 5, w -> 7.0 * w + 30)).isEqualTo(new Widths.Timed(1, 37));
        assertThat(Widths.timed(8, 500, w -> 0.3 * w * w + 20).width()).isBetween(39, 41);
    }

    @Test
    void the_nearest_width_is_found_for_any_growth() {
        assertThat(Widths.nearest(w -> 7.0 * w + 3, 73)).isEqualTo(10);
        assertThat(Widths.nearest(w -> 7.0 * w + 3, 76)).isEqualTo(10);
        assertThat(Widths.nearest(w -> 7.0 * w + 3, 77)).isEqualTo(11);
        assertThat(Widths.nearest(w -> w * w, 0.5)).isEqualTo(1);
        assertThat(Widths.nearest(w -> w > 50 ? Double.POSITIVE_INFINITY : w, 1e9))
                .isEqualTo(50);
    }
}
