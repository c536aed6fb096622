package org.kanworkbench.quantize.scheme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.Presets;
import org.kanworkbench.quantize.scheme.WeightFormat.Float16;
import org.kanworkbench.quantize.scheme.WeightFormat.Float32;
import org.kanworkbench.quantize.scheme.WeightFormat.Integers;

class SchemesTest {

    private static final NetworkSpec LEGENDRE = network("kal-net", 9);
    private static final NetworkSpec CONVOLVED = network("kanvolver", 16);

    private static NetworkSpec network(String preset, int inputs) {
        Preset found = Presets.ALL.stream()
                .filter(p -> p.name().equals(preset))
                .findFirst()
                .orElseThrow();
        return found.network(inputs, List.of(4), 3);
    }

    @Test
    void every_name_is_a_scheme_of_that_name() throws Exception {
        assertThat(Schemes.NAMES)
                .containsExactly(
                        "float32",
                        "float16",
                        "int8-dynamic",
                        "int8-static",
                        "int8-lean",
                        "w8",
                        "w7",
                        "w6",
                        "w5",
                        "w4",
                        "w3",
                        "w2");
        for (String name : Schemes.NAMES) {
            Scheme scheme = Schemes.parse(name, LEGENDRE);
            assertThat(scheme.name()).isEqualTo(name);
            assertThat(scheme.rules()).isEmpty();
            if (name.startsWith("w")) {
                assertThat(scheme.weights().bits()).isEqualTo(name.charAt(1) - '0');
                assertThat(scheme.arithmetic()).isEqualTo(Arithmetic.SIMULATED);
            }
        }
    }

    @Test
    void changes_are_taken_from_left_to_right_and_leave_the_rest() throws Exception {
        assertThat(Schemes.parse("w5:tensor", LEGENDRE).weights())
                .isEqualTo(new Integers(5, Granularity.TENSOR, Symmetry.AFFINE, RangeRule.MSE));
        assertThat(Schemes.parse("w8:group32,affine,percentile", LEGENDRE).weights())
                .isEqualTo(new Integers(8, Granularity.GROUP_32, Symmetry.AFFINE, RangeRule.PERCENTILE));
        assertThat(Schemes.parse("w8:tensor,output,min-max", LEGENDRE).weights())
                .isEqualTo(new Integers(8, Granularity.OUTPUT, Symmetry.SYMMETRIC, RangeRule.MIN_MAX));
    }

    @Test
    void fitted_codes_reach_over_the_whole_range_unless_another_is_named_after() throws Exception {
        assertThat(Schemes.parse("w2:mse,fitted", LEGENDRE).weights())
                .isEqualTo(new Integers(2, Granularity.GROUP_32, Symmetry.AFFINE, RangeRule.MIN_MAX, Rounding.FITTED));
        assertThat(Schemes.parse("w2:fitted,mse", LEGENDRE).weights())
                .isEqualTo(new Integers(2, Granularity.GROUP_32, Symmetry.AFFINE, RangeRule.MSE, Rounding.FITTED));
        assertThat(Schemes.parse("w4/layer1=2", LEGENDRE).fitted()).isFalse();
    }

    @Test
    void standard_schemes_are_those_of_their_names() throws Exception {
        for (Scheme scheme : Schemes.standard()) {
            assertThat(scheme).isEqualTo(Schemes.parse(scheme.name(), LEGENDRE));
        }
    }

    @Test
    void the_last_rule_that_covers_a_weight_counts() throws Exception {
        Scheme scheme = Schemes.parse("w4/layer1=8,P3=6,layer2.P3=float16,layer2.base=float32", LEGENDRE);
        assertThat(scheme.format(0, 1).bits()).isEqualTo(8);
        assertThat(scheme.format(0, 3).bits()).isEqualTo(6);
        assertThat(scheme.format(1, 1).bits()).isEqualTo(4);
        assertThat(scheme.format(1, 3)).isEqualTo(new Float16());
        assertThat(scheme.format(1, BitRule.BASE)).isEqualTo(new Float32());
        assertThat(scheme.format(0, BitRule.BASE).bits()).isEqualTo(8);
        assertThat(scheme.format(0, 3)).isEqualTo(((Integers) scheme.weights()).withBits(6));
    }

    @Test
    void other_bits_are_found_in_their_own_usual_way_under_the_same_changes() throws Exception {
        assertThat(Schemes.parse("w8/layer2=4", LEGENDRE).format(1, 1))
                .isEqualTo(Schemes.parse("w4", LEGENDRE).weights());
        assertThat(Schemes.parse("w8:tensor/layer2=4", LEGENDRE).format(1, 1))
                .isEqualTo(Schemes.parse("w4:tensor", LEGENDRE).weights());
        assertThat(Schemes.parse("float32/layer2=4", LEGENDRE).format(1, 1))
                .isEqualTo(Schemes.parse("w4", LEGENDRE).weights());
    }

    @Test
    void a_float_scheme_with_exceptions_is_simulated() throws Exception {
        assertThat(Schemes.parse("float16", LEGENDRE).arithmetic()).isEqualTo(Arithmetic.FLOAT);
        assertThat(Schemes.parse("float16/P3=4", LEGENDRE).arithmetic()).isEqualTo(Arithmetic.SIMULATED);
    }

    @Test
    void terms_go_by_their_names_on_a_keyboard_and_stems_by_their_own() throws Exception {
        Scheme scheme = Schemes.parse("w3/x2=5,stem=8", CONVOLVED);
        assertThat(scheme.format(0, 2).bits()).isEqualTo(5);
        assertThat(scheme.format(0, 1).bits()).isEqualTo(3);
        assertThat(scheme.format(BitRule.STEM, BitRule.KERNEL).bits()).isEqualTo(8);
        assertThat(Schemes.parse("w3/x²=5", CONVOLVED).rules())
                .isEqualTo(Schemes.parse("w3/x2=5", CONVOLVED).rules());
    }

    @Test
    void a_rule_for_a_term_is_for_layers_also_behind_kernels_of_the_same_terms() throws Exception {
        NetworkSpec network = network("conv-kal", 16);
        Scheme scheme = Schemes.parse("w4/P3=8", network);
        assertThat(scheme.format(0, 3).bits()).isEqualTo(8);
        assertThat(scheme.format(0, 2).bits()).isEqualTo(4);
        assertThat(scheme.format(BitRule.STEM, BitRule.KERNEL).bits()).isEqualTo(4);
        assertThatThrownBy(() -> Schemes.parse("w4/layer0=8", network))
                .hasMessageContaining("no 'layer0': choose layer1 to layer2, stem, base, P1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            w9                     | 'w9' is not known: choose one of float32
            w4:                    | '' is not known: choose one of tensor, output, group32
            w4:group31             | 'group31' is not known: choose one of tensor, output, group32, symmetric, affine, min-max
            float32:output         | ':output' is for integers
            int8-lean:fitted       | 'fitted' is for simulated schemes: choose w8 to w2
            w4/                    | '' is no rule: write for instance layer2=8
            w4/layer1              | 'layer1' is no rule
            w4/=8                  | '=8' is no rule: write for instance layer2=8
            w4/layer2.=8           | 'layer2.=8' is no rule
            w4/layer1=9            | '9' are no bits: choose 2 to 8
            w4/layer1=8=8          | is no rule
            w4/layer3=8            | no 'layer3': choose layer1 to layer2, base, P1, P2, P3
            w4/layer0=8            | no 'layer0'
            w4/layer99999=8        | no 'layer99999'
            w4/P0=8                | no 'P0'
            w4/T3=8                | no 'T3': choose layer1 to layer2, base, P1, P2, P3
            w4/layer1.P9=8         | no 'layer1.P9'
            w4/stem=8              | no 'stem'
            """)
    void what_is_not_understood_is_named_with_what_there_is(String text, String named) {
        assertThatThrownBy(() -> Schemes.parse(text, LEGENDRE))
                .isInstanceOf(QuantizeException.class)
                .hasMessageStartingWith("scheme ")
                .hasMessageContaining(named)
                .hasMessageNotContaining("\n");
    }
}
