package org.kanworkbench.formula;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.json.VersionedJson;
import org.kanworkbench.formula.network.CandidateFunction;
import org.kanworkbench.formula.network.Edge;
import org.kanworkbench.formula.network.ModelConversion;
import org.kanworkbench.formula.network.MultKan;
import org.kanworkbench.formula.network.MultKan.Place;
import org.kanworkbench.formula.network.MultKan.Width;
import org.kanworkbench.formula.network.MultKanPass;
import org.kanworkbench.formula.network.Ties;
import org.kanworkbench.network.Preset;

class KeptNetworkTest {

    @ParameterizedTest
    @ValueSource(strings = {"efficient-kan", "kal-net", "fourier-kan", "fast-kan", "relu-kan"})
    void a_network_comes_back_with_its_outputs_and_ties(String preset) throws Exception {
        MultKan begun = MultKan.create(
                new double[] {-2, 0},
                new double[] {2, 5},
                List.of(new Width(1, List.of(2)), Width.sums(1)),
                ModelConversion.terms(Preset.named(preset).orElseThrow()),
                1);
        Place locked = new Place(0, 1, 1);
        MultKan network = begun.withEdge(
                        locked, new Edge.Function(CandidateFunction.named("sin").orElseThrow(), 1.5, 0.2, -3, 0.1))
                .withEdge(new Place(0, 0, 1), Edge.NONE)
                .withTies(new Ties(Set.of(locked), List.of()));

        String text = VersionedJson.text(KeptNetwork.of(network), 1);
        MultKan read = VersionedJson.read(text, "test", 1, KeptNetwork.class).network();

        double[][] x = {{-1.9, 0.3, 1.2}, {0.1, 2.5, 4.9}};
        assertThat(MultKanPass.outputs(read, x)).isDeepEqualTo(MultKanPass.outputs(network, x));
        assertThat(read.ties()).isEqualTo(network.ties());
        assertThat(read.edges()).isEqualTo(network.edges());
    }

    /** As pykan's checkpoints have them. */
    @ParameterizedTest
    @ValueSource(strings = {"cos", "arccos", "x^0.5", "1/x^0.5", "x*exp(-x)"})
    void a_function_comes_back_by_its_name(String name) {
        CandidateFunction function = CandidateFunction.named(name).orElseGet(() -> CandidateFunction.typed(name));
        Edge edge = new Edge.Function(function, 0.5, 0.2, -3, 0.1);

        assertThat(KeptNetwork.KeptEdge.of(edge).edge()).isEqualTo(edge);
    }

    @Test
    void trained_values_that_are_not_those_of_the_basis_are_refused() throws Exception {
        MultKan network = MultKan.create(
                new double[] {-2},
                new double[] {2},
                List.of(Width.sums(1)),
                ModelConversion.terms(Preset.named("relu-kan").orElseThrow()),
                1);
        String text = VersionedJson.text(KeptNetwork.of(network), 1);
        String damaged = text.replaceFirst("(\"own\"\\s*:\\s*\\[)[^,]*,", "$1");

        assertThat(damaged).isNotEqualTo(text);
        assertThatThrownBy(() -> VersionedJson.read(damaged, "test", 1, KeptNetwork.class))
                .isInstanceOf(ModelFileException.class);
    }
}
