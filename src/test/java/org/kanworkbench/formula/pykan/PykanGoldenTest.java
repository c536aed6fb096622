package org.kanworkbench.formula.pykan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.peer.TorchFile;
import org.kanworkbench.files.tensors.Safetensors;
import org.kanworkbench.formula.CandidateFit;
import org.kanworkbench.formula.GivenNetwork;
import org.kanworkbench.formula.NetworkFit;
import org.kanworkbench.formula.Samples;
import org.kanworkbench.formula.network.CandidateFunction;
import org.kanworkbench.formula.network.Edge;
import org.kanworkbench.formula.network.Knots;
import org.kanworkbench.formula.network.MultKan;
import org.kanworkbench.formula.network.MultKan.Place;
import org.kanworkbench.formula.network.MultKan.Width;
import org.kanworkbench.formula.network.MultKanPass;
import org.kanworkbench.formula.network.Scores;
import org.kanworkbench.formula.network.Sparsity;
import org.kanworkbench.reference.ReferenceMultKan;

/** Networks of pykan's own: forward, gradients, penalties, attribution, pruning, grids, functions, checkpoints. */
class PykanGoldenTest {

    private static final double EXACT = 1e-9;

    private record Golden(Safetensors tensors, MultKan network, double[][] input) {

        static Golden read(String name) throws Exception {
            return read(name, "param.");
        }

        static Golden read(String name, String prefix) throws Exception {
            Safetensors tensors = Safetensors.read(folder().resolve(name + ".safetensors"));
            Map<?, ?> config = new ObjectMapper().readValue(tensors.metadata().get("config"), Map.class);
            List<?> layers = (List<?>) config.get("width");
            List<Width> widths = new ArrayList<>();
            for (int l = 1; l < layers.size(); l++) {
                widths.add(PykanCheckpoint.width(folder(), (List<?>) layers.get(l), config.get("mult_arity"), l));
            }
            String names = tensors.metadata().get("funs_name");
            List<List<List<String>>> functions = new ArrayList<>();
            for (int l = 0; l < widths.size(); l++) {
                functions.add(
                        names == null
                                ? Collections.nCopies(widths.get(l).subnodes(), Collections.nCopies(100, "x"))
                                : PykanCheckpoint.functions((List<?>) new ObjectMapper()
                                        .readValue(names, List.class)
                                        .get(l)));
            }
            MultKan network =
                    new PykanTensors(name, tensors, prefix, (Integer) config.get("k")).network(widths, functions);
            return new Golden(tensors, network, columns(tensors, "input"));
        }

        double[] doubles(String tensor) throws Exception {
            return tensors.doubles(tensor);
        }

        MultKanPass pass() {
            return MultKanPass.of(network, input);
        }

        Samples samples() throws Exception {
            return new Samples(input, doubles("target"));
        }
    }

    private static Path folder() throws URISyntaxException {
        String named = System.getProperty("pykan.dir");
        return named != null
                ? Path.of(named)
                : Path.of(PykanGoldenTest.class.getResource("/golden-pykan").toURI());
    }

    private static double[][] columns(Safetensors tensors, String name) throws Exception {
        double[] values = tensors.doubles(name);
        int rows = tensors.shape(name).getFirst();
        int width = values.length / rows;
        double[][] columns = new double[width][rows];
        for (int r = 0; r < rows; r++) {
            for (int i = 0; i < width; i++) {
                columns[i][r] = values[r * width + i];
            }
        }
        return columns;
    }

    private static void assertClose(String what, double[] actual, double[] expected, double margin) {
        assertThat(actual).as(what).hasSameSizeAs(expected);
        double scale = Arrays.stream(expected).map(Math::abs).max().orElse(0);
        for (int i = 0; i < actual.length; i++) {
            assertThat(actual[i]).as("%s [%d]", what, i).isCloseTo(expected[i], within(margin * (scale + 1e-3)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pykan_a_trained",
                "pykan_b_refined",
                "pykan_b_refined_after_update",
                "pykan_c_pruned",
                "pykan_d_auto_simple",
                "pykan_d_auto_accurate",
                "pykan_e_mult",
                "pykan_e_mult_arity",
                "pykan_g_grid_update"
            })
    void outputs_and_gradients(String name) throws Exception {
        Golden golden = Golden.read(name);
        MultKanPass pass = golden.pass();
        double[] output = MultKanPass.outputs(golden.network, golden.input)[0];
        assertClose("output", output, golden.doubles("output"), EXACT);
        assertClose("plainly", plainly(golden.network, golden.input), golden.doubles("output"), EXACT);
        if (golden.tensors.names().contains("input50")) {
            assertClose(
                    "output50",
                    MultKanPass.outputs(golden.network, columns(golden.tensors, "input50"))[0],
                    golden.doubles("output50"),
                    EXACT);
        }
        if (golden.tensors.names().stream().noneMatch(n -> n.startsWith("grad."))) {
            return;
        }
        double[] target = golden.doubles("target");
        double[][] slope = new double[1][output.length];
        double loss = 0;
        for (int r = 0; r < output.length; r++) {
            loss += (output[r] - target[r]) * (output[r] - target[r]) / output.length;
            slope[0][r] = 2 * (output[r] - target[r]) / output.length;
        }
        assertThat(loss).isCloseTo(golden.doubles("loss")[0], within(1e-12));
        double[] gradient = new double[golden.network.parameterCount()];
        Sparsity.NONE.backward(pass, golden.network.parameters(), slope, gradient);
        assertGradient(golden, "grad.", gradient);
    }

    private static double[] plainly(MultKan network, double[][] input) {
        return IntStream.range(0, input[0].length)
                .mapToDouble(r -> ReferenceMultKan.outputs(
                        network, Arrays.stream(input).mapToDouble(c -> c[r]).toArray())[0])
                .toArray();
    }

    /** Gradients of splines lie edge by edge here, in tensors of their own there. */
    private static void assertGradient(Golden golden, String prefix, double[] gradient) throws Exception {
        int at = 0;
        for (Place place : golden.network.places()) {
            MultKan.Layer layer = golden.network.layers().get(place.layer());
            if (golden.network.edge(place) instanceof Edge.Spline(double[] c, double _, double _)) {
                int edge = place.input() * layer.subnodes() + place.subnode();
                String name = prefix + "act_fun." + place.layer() + ".";
                double[] coef = golden.doubles(name + "coef");
                assertClose(
                        name + "coef of " + place,
                        Arrays.copyOfRange(gradient, at, at + c.length),
                        Arrays.copyOfRange(coef, edge * c.length, (edge + 1) * c.length),
                        EXACT);
                assertThat(gradient[at + c.length])
                        .as(name + "scale_base of " + place)
                        .isCloseTo(golden.doubles(name + "scale_base")[edge], within(EXACT));
                assertThat(gradient[at + c.length + 1])
                        .as(name + "scale_sp of " + place)
                        .isCloseTo(golden.doubles(name + "scale_sp")[edge], within(EXACT));
            }
            at += golden.network.edge(place).parameters();
        }
        assertThat(at).isEqualTo(gradient.length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pykan_a_trained", "pykan_e_mult", "pykan_e_mult_arity"})
    void penalties_and_their_gradients(String name) throws Exception {
        Golden golden = Golden.read(name);
        double[] expected = golden.doubles("reg.edge_forward_spline_n");
        assertThat(penalty(golden, new Sparsity(1, 1, 0), null)).as("l1").isCloseTo(expected[1], within(EXACT));
        assertThat(penalty(golden, new Sparsity(1, 0, 1), null)).as("entropy").isCloseTo(expected[2], within(EXACT));
        double[] gradient = new double[golden.network.parameterCount()];
        assertThat(penalty(golden, Sparsity.of(1), gradient)).isCloseTo(expected[0], within(EXACT));
        assertGradient(golden, "reg_grad.edge_forward_spline_n.", gradient);
    }

    private static double penalty(Golden golden, Sparsity sparsity, double[] gradient) {
        return sparsity.backward(
                golden.pass(),
                golden.network.parameters(),
                new double[1][golden.input[0].length],
                gradient == null ? new double[golden.network.parameterCount()] : gradient);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pykan_a_trained", "pykan_c_pruned", "pykan_e_mult", "pykan_e_mult_arity"})
    void attribution(String name) throws Exception {
        Golden golden = Golden.read(name);
        Scores scores = Scores.of(golden.pass());
        for (int l = 0; l <= golden.network.layers().size(); l++) {
            assertClose("nodes " + l, scores.nodes().get(l), golden.doubles("node_scores." + l), EXACT);
        }
        for (int l = 0; l < golden.network.layers().size(); l++) {
            double[] edges = Arrays.stream(scores.edges().get(l))
                    .flatMapToDouble(Arrays::stream)
                    .toArray();
            assertClose("edges " + l, edges, golden.doubles("edge_scores." + l), EXACT);
        }
        assertClose("inputs", scores.nodes().getFirst(), golden.doubles("feature_score"), EXACT);
    }

    @Test
    void pruning_keeps_the_same_nodes_and_edges() throws Exception {
        Golden trained = Golden.read("pykan_a_trained");
        Golden pruned = Golden.read("pykan_c_pruned");
        double nodeThreshold = Double.parseDouble(pruned.tensors.metadata().get("node_th"));
        double edgeThreshold = Double.parseDouble(pruned.tensors.metadata().get("edge_th"));
        Scores scores = Scores.of(trained.pass());
        int[] kept = IntStream.range(0, scores.nodes().get(1).length)
                .filter(n -> scores.nodes().get(1)[n] > nodeThreshold)
                .toArray();
        assertThat(Arrays.stream(kept).asDoubleStream().toArray()).isEqualTo(pruned.doubles("kept_nodes.1"));
        MultKan smaller = trained.network.withNodes(List.of(kept));
        MultKanPass pass = MultKanPass.of(smaller, trained.input);
        Scores after = Scores.of(pass);
        MultKan result = smaller;
        for (Place place : smaller.places()) {
            result = after.of(place) > edgeThreshold ? result : result.withEdge(place, Edge.NONE);
        }
        assertThat(result.places().stream()
                        .map(p -> List.of(p.layer(), p.input(), p.subnode()))
                        .toList())
                .containsExactlyInAnyOrderElementsOf(triples(pruned.doubles("edges")));
        assertClose("output", MultKanPass.outputs(result, pruned.input)[0], pruned.doubles("output"), EXACT);
    }

    private static List<List<Integer>> triples(double[] edges) {
        return IntStream.range(0, edges.length / 3)
                .mapToObj(e -> List.of((int) edges[3 * e], (int) edges[3 * e + 1], (int) edges[3 * e + 2]))
                .toList();
    }

    /** Coefficients of bases that lack full rank are not determined; what they make of the samples is. */
    @ParameterizedTest
    @ValueSource(strings = {"pykan_a_trained pykan_b_refined", "pykan_g_grid_update pykan_b_refined_after_update"})
    void refinement(String names) throws Exception {
        Golden before = Golden.read(names.split(" ")[0]);
        Golden after = Golden.read(names.split(" ")[1]);
        int intervals = after.network.layers().getFirst().terms()[0].resolution();
        assertSameNetwork(
                new NetworkFit(before.samples(), () -> false).refine(before.network, intervals), after, before.network);
    }

    @Test
    void grids_follow_the_samples() throws Exception {
        Golden before = Golden.read("pykan_a_trained");
        Golden after = Golden.read("pykan_g_grid_update");
        assertSameNetwork(
                new NetworkFit(before.samples(), () -> false).adaptGrids(before.network), after, before.network);
    }

    private static void assertSameNetwork(MultKan actual, Golden expected, MultKan before) throws Exception {
        for (int l = 0; l < actual.layers().size(); l++) {
            for (int i = 0; i < actual.layers().get(l).inputs(); i++) {
                assertClose(
                        "grid " + l + " " + i,
                        ((Knots) actual.layers().get(l).terms()[i]).extended(),
                        ((Knots) expected.network.layers().get(l).terms()[i]).extended(),
                        EXACT);
            }
        }
        assertClose("output", MultKanPass.outputs(actual, expected.input)[0], expected.doubles("output"), 1e-7);
    }

    /** Ours explain as much of every edge with every function that pykan fits where it is defined. */
    @Test
    void functions_fit_edges_as_well() throws Exception {
        Safetensors golden = Safetensors.read(folder().resolve("pykan_d_symbolic.safetensors"));
        List<?> library = new ObjectMapper().readValue(golden.metadata().get("library"), List.class);
        int rows = golden.shape("x").get(1);
        for (int e = 0; e < golden.shape("x").get(0); e++) {
            double[] x = Arrays.copyOfRange(golden.doubles("x"), e * rows, (e + 1) * rows);
            double[] y = Arrays.copyOfRange(golden.doubles("y"), e * rows, (e + 1) * rows);
            for (int f = 0; f < library.size(); f++) {
                CandidateFunction function =
                        CandidateFunction.named(library.get(f).toString()).orElseThrow();
                int at = 4 * (e * library.size() + f);
                double[] abcd = Arrays.copyOfRange(golden.doubles("abcd"), at, at + 4);
                Edge.Function pykan = new Edge.Function(function, abcd[0], abcd[1], abcd[2], abcd[3]);
                // pykan counts what is not a number as 0, and so may fit where the function is not defined.
                if (Double.isFinite(error(pykan, x, y))) {
                    double least = CandidateFit.rank(x, y, List.of(function)).stream()
                            .mapToDouble(fit -> error(fit.edge(), x, y))
                            .findFirst()
                            .orElse(Double.POSITIVE_INFINITY);
                    assertThat(least)
                            .as("edge %d as %s", e, function)
                            .isLessThanOrEqualTo(1.01 * error(pykan, x, y) + 1e-9);
                }
            }
        }
    }

    private static double error(Edge.Function f, double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += (f.at(x[i]) - y[i]) * (f.at(x[i]) - y[i]);
        }
        return Math.sqrt(sum / x.length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pykan_f_ckpt pykan_a_trained", "pykan_d_auto_accurate_ckpt pykan_d_auto_accurate"})
    void checkpoints_are_read(String names) throws Exception {
        MultKan network = PykanCheckpoint.read(folder().resolve(names.split(" ")[0] + "_config.yml"));
        Golden golden = Golden.read(names.split(" ")[1]);
        assertClose("output", MultKanPass.outputs(network, golden.input)[0], golden.doubles("output"), EXACT);
        assertClose("plainly", plainly(network, golden.input), golden.doubles("output"), EXACT);
    }

    /** As update_grid leaves a grid of an input that is the same in every row. */
    @Test
    void a_grid_without_width_is_asked_at_its_value(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("net_config.yml"), """
                base_fun_name: silu
                k: 1
                mult_arity: 2
                symbolic.funs_name.0: [['x', 'cos']]
                width: [[2, 0], [1, 0]]
                """);
        new TorchFile()
                .tensor("act_fun.0.grid", new int[] {2, 4}, -2, -1, 1, 2, 5, 5, 5, 5)
                .counted("act_fun.0.coef", 2, 1, 2)
                .tensor("act_fun.0.mask", new int[] {2, 1}, 0, 0)
                .counted("act_fun.0.scale_base", 2, 1)
                .counted("act_fun.0.scale_sp", 2, 1)
                .tensor("symbolic_fun.0.mask", new int[] {1, 2}, 1, 1)
                .tensor("symbolic_fun.0.affine", new int[] {1, 2, 4}, 1, 0, 1, 0, 1, 0, 2, 0)
                .counted("subnode_scale_0", 1)
                .tensor("subnode_bias_0", new int[] {1}, 0)
                .counted("node_scale_0", 1)
                .tensor("node_bias_0", new int[] {1}, 0)
                .write(folder.resolve("net_state"));

        Samples samples = GivenNetwork.read(file, Optional.empty())
                .getFirst()
                .outputs()
                .training()
                .sample(20, 0);

        assertThat(samples.x()[0]).doesNotHaveDuplicates();
        assertThat(samples.x()[1]).containsOnly(5);
        assertThat(samples.y()[3]).isCloseTo(samples.x()[0][3] + 2 * Math.cos(5), within(EXACT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"- 1", "a: [[[[[[[[[[[[1]]]]]]]]]]]]", "base_fun_name: silu"})
    void what_is_no_configuration_is_told_as_such(String yaml, @TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("net_config.yml"), yaml);
        assertThatThrownBy(() -> PykanCheckpoint.read(file))
                .isInstanceOf(ModelFileException.class)
                .message()
                .startsWith(file + " is not a configuration of pykan: ");
    }
}
