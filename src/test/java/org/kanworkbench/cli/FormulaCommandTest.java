package org.kanworkbench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.Target;
import org.kanworkbench.files.DataFolder;
import org.kanworkbench.files.model.ModelFile;
import org.kanworkbench.files.model.SavedModels;
import org.kanworkbench.formula.GivenNetwork;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.LayerTensor;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.basis.BSpline;
import org.kanworkbench.network.tensor.Tensor;
import org.kanworkbench.runs.store.RunStore;

class FormulaCommandTest {

    @TempDir
    private Path folder;

    @Test
    void prints_a_line_a_stage_then_the_formula_and_writes_it() throws IOException {
        Path out = folder.resolve("area.java");
        Shell shell = Shell.done("formula --data function:x*y?range=1..2&rows=400 --json --out", out);

        List<JsonNode> lines = shell.json();
        assertThat(Shell.fields(lines.getFirst()))
                .containsExactly("stage", "shape", "train_rmse", "validation_rmse", "edges", "seconds");
        JsonNode formula = lines.getLast();
        assertThat(shell.err()).contains("written " + out);
        assertThat(Shell.fields(formula))
                .containsExactly(
                        "formula",
                        "latex",
                        "complexity",
                        "train_rmse",
                        "test_rmse",
                        "test_r2",
                        "network_test_rmse",
                        "exact",
                        "seconds",
                        "seed",
                        "columns",
                        "pareto");
        assertThat(formula.get("formula").asText()).isEqualTo("x*y");
        assertThat(formula.get("exact").asBoolean()).isTrue();
        assertThat(formula.get("pareto")).isNotEmpty();
        assertThat(out).content().contains("static double at(double x, double y)", "return x*y;");
    }

    @Test
    void a_table_has_its_columns_names_and_any_target() throws IOException {
        Path table = folder.resolve("fall.csv");
        SplittableRandom random = new SplittableRandom(1);
        StringBuilder rows = new StringBuilder("number,height,fall time [s],mass\n");
        for (int r = 0; r < 200; r++) {
            double time = 3 * random.nextDouble();
            rows.append(String.format(
                    Locale.ROOT, "no. %d,%.10f,%.10f,%.3f%n", r, 4.905 * time * time, time, random.nextDouble()));
        }
        Files.writeString(table, rows);

        Shell shell =
                Shell.done("formula --data", table, "--target height --ignore number --json --functions x,x^2,sin");

        assertThat(shell.json().getLast().get("formula").asText()).isEqualTo("4.905*fall_time_s_**2");
    }

    /** The one row that formulas are chosen by has no deviation of its own. */
    @ParameterizedTest
    @CsvSource({"10,b,a", "11,b,a", "10,8,2"})
    void a_table_of_few_rows_has_a_formula(int rows, String low, String high) throws IOException {
        StringBuilder lines = new StringBuilder("x,y\n");
        for (int row = 0; row < rows; row++) {
            lines.append(row).append(',').append(row < 5 ? low : high).append('\n');
        }
        Path table = Files.writeString(folder.resolve("few.csv"), lines);

        Shell found = Shell.done("formula --data", table, "--target y --functions x,x^2,tanh --json");

        assertThat(found.json().getLast().get("formula").asText()).contains("x");
    }

    /** Far fewer terms than a network has numbers tell the moons apart; seeds with {@code -Dformula.seeds=5}. */
    @Test
    void a_column_without_latin_letters_has_a_name_that_compilers_take() throws IOException {
        Path table = table("greek.csv", "λ,日,y", row -> row, row -> row[0] * row[1]);
        Path out = folder.resolve("product.java");

        Shell shell = Shell.done("formula --data", table, "--json --out", out);

        JsonNode formula = shell.json().getLast();
        assertThat(formula.get("formula").asText()).isEqualTo("lambda_*x");
        assertThat(formula.get("columns").toString()).isEqualTo("{\"lambda_\":\"λ\",\"x\":\"日\"}");
        assertThat(shell.err()).contains("lambda_ is the column \"λ\"");
        assertThat(out)
                .content()
                .startsWith("// lambda is the column \"λ\"; x is the column \"日\"\n")
                .contains("static double at(double lambda, double x)");
    }

    @Test
    void two_classes_are_told_apart_by_a_formula() {
        for (int seed = 0; seed < Integer.getInteger("formula.seeds", 1); seed++) {
            Shell shell = Shell.done("formula --data", "toy:moons?seed=" + seed, "--seed", seed, "--json");

            JsonNode formula = shell.json().getLast();
            System.out.println("moons, seed " + seed + ": " + formula.get("test_acc") + ", network "
                    + formula.get("network_test_acc") + ", " + formula.get("formula"));
            assertThat(formula.get("test_acc").asDouble()).isGreaterThanOrEqualTo(0.99);
            assertThat(formula.get("complexity").asInt()).isLessThan(30);
        }
    }

    private Path table(String name, String header, UnaryOperator<double[]> values, Function<double[], Object> last)
            throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        StringBuilder rows = new StringBuilder(header).append('\n');
        for (int r = 0; r < 300; r++) {
            double[] x = {random.nextDouble(-1, 1), random.nextDouble(-1, 1)};
            for (double value : values.apply(x)) {
                rows.append(value).append(',');
            }
            rows.append(last.apply(x)).append('\n');
        }
        return Files.writeString(folder.resolve(name), rows);
    }

    /** Rows of one class come first, as tables often have them. */
    @Test
    void two_classes_of_a_table_are_told_apart() throws IOException {
        Path mixed = table("mixed.csv", "x,y,side", x -> x, x -> x[1] > 1.5 * x[0] * x[0] - 0.5 ? "above" : "below");
        List<String> lines = new ArrayList<>(Files.readAllLines(mixed));
        lines.subList(1, lines.size()).sort(Comparator.comparing(line -> line.endsWith("below")));
        Path sorted = Files.write(folder.resolve("sorted.csv"), lines);

        Shell shell = Shell.done("formula --data", sorted, "--shape 2,1 --functions x,x^2 --json");

        JsonNode formula = shell.json().getLast();
        assertThat(formula.get("test_acc").asDouble()).isGreaterThanOrEqualTo(0.98);
        assertThat(formula.has("exact") || formula.has("test_r2")).isFalse();
        assertThat(formula.get("formula").asText()).contains("x**2", "y");
        assertThat(Shell.run("formula", "--data", sorted, "--shape", "2,1", "--functions", "x,x^2")
                        .out())
                .contains("above 0 for class below");
    }

    /** Neither target is an input of the other, whether it is asked of the table or of a network. */
    @Test
    void several_targets_have_a_formula_each() throws IOException {
        Path table = table(
                "both.csv", "x,y,sum,difference", x -> new double[] {x[0], x[1], x[0] + 2 * x[1]}, x -> x[0] - x[1]);
        Path model = folder.resolve("both.kan");
        Shell.line(
                "train --preset efficient-kan-faithful --data",
                table,
                "--target sum,difference --hidden 1 --epochs 1 --out",
                model);

        Shell shell = Shell.line("formula --data", table, "--target sum,difference --functions x --shape 2,1 --json");
        Shell given = Shell.run(
                "formula", model, "--data", table, "--target", "sum,difference", "--functions", "x", "--json");

        for (Shell each : List.of(shell, given)) {
            assertThat(each.exitCode()).as(each.err()).isZero();
            assertThat(each.json().stream().filter(line -> line.has("formula")))
                    .extracting(line -> line.get("target").asText())
                    .containsExactly("sum", "difference");
        }
        assertThat(shell.json().stream().filter(line -> line.has("formula")))
                .extracting(line -> line.get("formula").asText())
                .containsExactly("x + 2*y", "x - y");
        assertThat(firsts(given).reversed())
                .isEqualTo(firsts(
                        Shell.line("formula", model, "--data", table, "--target difference,sum --functions x --json")));
        assertThat(Shell.run("formula", model, "--data", table, "--functions", "x")
                        .err())
                .contains("has 2 outputs", "--target");
        Path other = Files.writeString(
                folder.resolve("other.csv"), Files.readString(table).replace("sum", "total"));
        Shell.line("formula", model, "--data", other, "--target total,difference")
                .assertRefused("both.kan has the outputs sum, difference, not total, difference");
        assertThat(Shell.run("formula", model, "--out", "f.py").err())
                .contains("--out is one file")
                .doesNotContain("--target");
        assertThat(Shell.run("formula", "--data", table, "--target", "sum,difference", "--out", "f.py")
                        .err())
                .contains("--out is one file");

        Shell none = Shell.line(
                "formula", model, "--data", table, "--target sum,difference --functions x --max-complexity 1");
        assertThat(none.exitCode()).isEqualTo(1);
        assertThat(none.err())
                .contains(
                        "\ndifference: no formula of complexity 1 or less",
                        "workbench: no formula for sum, difference: see the lines above")
                .containsOnlyOnce("sum: no formula of complexity 1 or less");
    }

    /** Each target's error of the network that was given. */
    private static List<Double> firsts(Shell shell) {
        return shell.json().stream()
                .filter(line -> line.has("stage") && line.get("stage").asText().equals("fit"))
                .map(line -> line.get("train_rmse").asDouble())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"toy:xor?noise=0, '2,2,1'", "function:sin(6*x)?rows=100, '1,1'"})
    void a_formula_that_is_worse_than_its_network_says_so(String data, String shape) {
        Shell shell = Shell.done("formula --data", data, "--shape", shape, "--functions x");

        assertThat(shell.out())
                .contains("no formula of complexity 60 or less was found that is as good as the network");
    }

    @Test
    void what_pykan_saved_becomes_the_formula_that_pykan_found() throws URISyntaxException {
        Path model = Path.of(FormulaCommandTest.class
                .getResource("/golden-pykan/pykan_d_auto_accurate_ckpt_config.yml")
                .toURI());

        Shell shell = Shell.done("formula", model, "--json");

        JsonNode formula = shell.json().getLast();
        assertThat(formula.get("exact").asBoolean()).as(formula.toString()).isTrue();
        assertThat(formula.get("formula").asText()).contains("tanh", "exp", "x1", "x2**2");
    }

    @Test
    void a_search_is_kept_as_a_run_unless_it_is_not_to_be() {
        Shell kept = Shell.done("formula --data function:a+3*b?rows=50 --functions x --shape 2,1 --seed 7");

        String number = kept.err().replaceAll("(?s).*kept as run (\\d+).*", "$1");
        Shell shown = Shell.run("runs", "show", number);
        assertThat(shown.out()).contains("finished, formula on function:a+3*b?rows=50, seed 7", "a + 3*b (complexity ");
        JsonNode row = Shell.run("runs", "list", "--json", "--limit", 1).json().getFirst();
        assertThat(row.get("id").asText()).isEqualTo(number);
        assertThat(row.has("epochs")).as("stages are no epochs").isFalse();
        Shell unkept = Shell.run(
                "formula", "--data", "function:a+3*b?rows=50", "--functions", "x", "--shape", "2,1", "--no-store");
        assertThat(unkept.err()).doesNotContain("kept as run");
    }

    @Test
    void the_task_is_kept_with_the_run() throws IOException {
        Path table = table("steps.csv", "x,y,step", x -> x, x -> x[0] > 0 ? 1 : 0);
        Shell kept = Shell.done("formula --data", table, "--task regression --functions x --shape 2,1 --json");

        assertThat(Shell.fields(kept.json().getLast())).contains("test_rmse").doesNotContain("test_acc");
        String number = kept.err().replaceAll("(?s).*kept as run (\\d+).*", "$1");
        assertThat(Shell.run("runs", "show", number, "--json").out()).contains("REGRESSION");
    }

    /** The cubic of the target is one of Legendre's polynomials up to order 3: they need no second interval. */
    @Test
    void a_preset_gives_the_edges_of_the_networks() {
        Shell shell = Shell.done(
                "formula --data function:x^3+2*y?range=-1..1&rows=200 --preset kal-net --shape 2,1",
                "--functions x,x^3 --json");

        assertThat(shell.err()).contains("kal-net: edges only", "Layer norm, tanh of inputs");
        assertThat(shell.json().getLast().get("network_test_rmse").asDouble()).isLessThan(1e-9);
        assertThat(shell.json().getLast().get("formula").asText()).isEqualTo("2*y + x**3");
    }

    @Test
    void functions_may_be_typed() {
        Shell shell = Shell.done(
                "formula --data function:y+2*x*exp(-3*x)?range=0..1&rows=300 --json --functions", "x,sin,x*exp(-x)");

        JsonNode formula = shell.json().getLast();
        assertThat(formula.get("exact").asBoolean()).as(formula.toString()).isTrue();
    }

    @Test
    void a_model_file_becomes_a_formula_of_its_columns() throws Exception {
        // Splines whose coefficients are Greville's abscissae are x: 2·x + y, of standardised columns.
        LayerSpec layer = Preset.named("efficient-kan-faithful")
                .orElseThrow()
                .hiddenLayer()
                .withBasis(new BSpline(4, 2))
                .withSizes(2, 1);
        float[] same = new float[6];
        BSpline spline = (BSpline) layer.basis();
        for (int k = 0; k < same.length; k++) {
            same[k] = (float) ((spline.knot(k + 1) + spline.knot(k + 2)) / 2);
        }
        float[] both = Arrays.copyOf(same, 12);
        System.arraycopy(same, 0, both, 6, 6);
        Model network = new Model(
                new NetworkSpec(List.of(layer)),
                Map.of(
                        LayerTensor.BASE_WEIGHT.name(0), new Tensor(new int[] {1, 2}, new float[2]),
                        LayerTensor.BASIS_WEIGHT.name(0), new Tensor(new int[] {1, 2, 6}, both),
                        LayerTensor.BASIS_SCALE.name(0), new Tensor(new int[] {1, 2}, new float[] {2, 1})));
        Path file = folder.resolve("sum.kan");
        ModelFile.write(
                SavedModels.of(
                        network,
                        "efficient-kan-faithful",
                        0,
                        "table",
                        new Target.Classes(List.of("z")),
                        Optional.empty(),
                        Optional.of(new ColumnScaling(List.of(
                                new ColumnScaling.Column("mass", 3, 2), new ColumnScaling.Column("force", 0, 0.5))))),
                file);

        Shell shell = Shell.done("formula", file, "--json --functions x,x^2");

        assertThat(shell.json().getLast().get("formula").asText()).isEqualTo("2*force + mass - 3");
        assertThat(Shell.run("formula", file, "--target", "z").err()).contains("name one with --data");

        // Its inputs are found by their names, beside others, wherever they are.
        Path table = table(
                "other.csv",
                "force,note,mass,z",
                x -> new double[] {x[0] / 2, x[0] * x[1], 3 + 2 * x[1]},
                x -> x[0] + 2 * x[1]);
        Shell beside = Shell.done("formula", file, "--data", table, "--json --functions x");
        assertThat(beside.json().getFirst().get("train_rmse").asDouble()).isLessThan(1e-5);
        assertThat(beside.json().getLast().get("formula").asText()).isEqualTo("2*force + mass - 3");
        Shell.run("formula", file, "--data", table, "--ignore", "note,mass")
                .assertRefused("has 1 inputs, but", "sum.kan 2");
        Shell.run("formula", file, "--data", table, "--ignore", "mass")
                .assertRefused("other.csv has no column mass, which the model was trained on");
    }

    /** An MLP without hidden layers is a sum of its inputs, and has no edges to replace. */
    @Test
    void a_network_that_does_not_convert_is_learnt_from_its_outputs() throws Exception {
        LayerSpec layer = LayerSpec.dense(2, 1, Activation.IDENTITY);
        Path file = folder.resolve("dense.kan");
        ModelFile.write(
                SavedModels.of(
                        new Model(
                                new NetworkSpec(List.of(layer)),
                                Map.of(
                                        LayerTensor.BASE_WEIGHT.name(0),
                                        new Tensor(new int[] {1, 2}, new float[] {2, -1}),
                                        LayerTensor.BIAS.name(0),
                                        new Tensor(new int[] {1}, new float[] {0.5f}))),
                        "mlp",
                        0,
                        "table",
                        new Target.Numbers(new ColumnScaling(List.of(new ColumnScaling.Column("speed", 10, 4)))),
                        Optional.empty(),
                        Optional.of(new ColumnScaling(List.of(
                                new ColumnScaling.Column("mass", 3, 2), new ColumnScaling.Column("force", 0, 0.5))))),
                file);

        Shell shell = Shell.done("formula", file, "--json --functions x,x^2 --shape 2,1");

        assertThat(shell.err())
                .contains(
                        "dense.kan: A new network learns its outputs within two standard", "no functions on its edges");
        // 10 + 4·(2·(mass - 3)/2 - force/0.5 + 0.5)
        assertThat(shell.json().getLast().get("formula").asText()).isEqualTo("-8*force + 4*mass");
        assertThat(Shell.run("formula", file, "--data", "function:x*y").exitCode())
                .isEqualTo(2);
    }

    /** Their inputs are whole numbers: evenly over a range there would be none. */
    @Test
    void a_network_is_learnt_on_its_training_data_while_they_can_be_read() throws Exception {
        Path table = table(
                "steps.csv",
                "x,y,speed",
                x -> new double[] {Math.round(5 * x[0]), Math.round(3 * x[1])},
                x -> 2 * Math.round(5 * x[0]) - Math.round(3 * x[1]) + 0.5);
        Path model = folder.resolve("steps.kan");
        Shell.run("train", "--preset", "mlp", "--hidden", 1, "--data", table, "--epochs", 1, "--out", model);

        try (RunStore store = RunStore.open(DataFolder.current())) {
            GivenNetwork.Outputs outputs =
                    GivenNetwork.read(model, Optional.of(store)).getFirst().outputs();
            for (GivenNetwork.Sampling some : List.of(outputs.training(), outputs.test())) {
                for (double[] column : some.sample(1000, 0).x()) {
                    assertThat(column).hasSizeBetween(10, 300);
                    for (double value : column) {
                        assertThat(value).isCloseTo(Math.round(value), within(1e-5));
                    }
                }
            }
        }
        Object[] words = {"formula", model, "--functions", "x", "--shape", "2,1", "--no-store"};
        assertThat(Shell.run(words).err()).contains("on the samples of its training data, steps: ");
        Files.delete(table);
        assertThat(Shell.run(words).err()).contains("as its training data are not known: ");
    }

    @Test
    void a_wide_network_that_cannot_become_a_formula_says_why() throws Exception {
        Path file = folder.resolve("wide.kan");
        String columns = "a,b,c,d,e,f,g,h,i,j,k,l\n";
        Path table = Files.writeString(
                folder.resolve("wide.csv"), columns + "0,1,2,3,4,5,6,7,8,9,1,p\n1,2,3,4,5,6,7,8,9,0,0,q\n".repeat(20));
        Shell.run("train", "--preset", "kal-net", "--data", table, "--epochs", 1, "--out", file);

        Shell shell = Shell.run("formula", file);

        shell.assertRefused("wide.kan", "layer 1", "Layer norm");
    }

    @Test
    void several_seeds_tell_which_formulas_survive() {
        Shell shell = Shell.done("formula --data function:x+2*y?rows=100 --seeds 2 --json --functions x,x^2");

        assertThat(shell.json().getLast().get("seeds").get("x + 2*y").asInt()).isEqualTo(2);
    }

    /** One that finds none is told, and the others go on; the first of these does, except where numbers are rounded elsewise. */
    @Test
    void a_seed_without_a_formula_leaves_those_of_the_others() {
        Path out = folder.resolve("f.py");
        Shell shell = Shell.done(
                "formula --data function:sin(3*x)*y?rows=200&noise=0.05 --shape 2,2,1 --max-complexity 10",
                "--seed 1 --seeds 2 --json --out",
                out);

        int found = 0;
        for (JsonNode count : shell.json().getLast().get("seeds")) {
            found += count.asInt();
        }
        long without = shell.err()
                .lines()
                .filter(line -> line.contains("seed 1: no formula of complexity 10 or less was found"))
                .count();
        assertThat(found + without).isEqualTo(2);
        assertThat(out).exists();
    }

    /** With noise, every seed has other last digits. */
    @Test
    void formulas_that_differ_by_their_last_digits_survive_together() {
        Shell shell = Shell.done("formula --data function:x^2+2*y?rows=300&noise=0.05 --shape 2,1 --seeds 3 --json");

        assertThat(shell.json().getLast().get("seeds")).hasSize(1);
    }

    @Test
    void more_coefficients_than_rows_are_told() {
        Shell shell = Shell.done("formula --data function:x+y?rows=40 --hidden 5 --functions x --no-store");

        assertThat(shell.err()).contains("coefficients, more than the 32 rows that it is fitted to");
    }

    /** A variable that nothing depends on, names that languages have for something else. */
    @Test
    void variables_are_those_that_are_written_under_names_that_every_language_takes() throws IOException {
        Path code = folder.resolve("f.py");
        Shell shell =
                Shell.done("formula --data function:2*lambda+sum+0*w?rows=100 --functions x --out", code, "--json");

        assertThat(shell.json().getFirst().get("shape").asText()).isEqualTo("3, 1");
        assertThat(shell.json().stream().filter(line -> line.has("formula")))
                .extracting(line -> line.get("formula").asText())
                .containsExactly("2*lambda_ + sum_");
        assertThat(code).content().contains("def f(lambda_, sum, w):", "return 2*lambda_ + sum");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            --data function:exp(x                                | character 1
            --data function:1/x                                  | x = 0.0
            --data function:log(x)                               | not finite at x
            --data function:log(x+y+1.99)?rows=100000            | not finite at x = -
            --data function:3                                    | 0 variables
            --data function:x?rang=0..1                          | "rang" is not known
            --data function:x?range=1                            | LOWER..UPPER
            --data function:x?range=2..1                         | is empty
            --data function:x?rows=7                             | rows is 7
            --data function:x?noise=-1                           | noise is -1
            --data function:x?seed=0.5                           | seed is 0.5
            --data toy:gaussians                                 | has 3 classes
            --data nowhere.csv                                   | no data at nowhere.csv
            --data function:x+y --shape 3,1                      | begin with the 2 inputs
            --data function:x+y --shape 2,a,1                    | 'a' is no layer
            --data function:x+y --shape 2,5,1 --hidden 3         | exclude each other
            --data function:x+y --preset kanvolver               | begins with convolutions
            --data function:x+y --preset mlp                     | no functions on its edges
            --data function:x+y --preset kal-nat                 | did you mean kal-net
            --data function:x+y --functions sim                  | did you mean sin
            --data function:x+y --functions x*z                  | neither a function's name nor a formula of x
            --data function:x+y --functions x*                   | --functions:
            --data function:x+y --max-complexity 0               | choose 1 or more
            --data function:x+y --seeds 0                        | choose 1 to 1000
            --data function:x+y --out f.txt                      | must end in .tex
            --hidden 3                                           | no data
            nowhere_config.yml                                   | nowhere_config.yml cannot be read
            nowhere.kan                                          | nowhere.kan
            nowhere.txt                                          | _config.yml
            """)
    void bad_input_is_one_line(String words, String named) {
        Shell shell = Shell.run(("formula " + words).split(" +"));

        shell.assertRefused(named);
        assertThat(shell.out()).isEmpty();
    }

    @Test
    void a_formula_that_is_too_complex_is_told() {
        Shell shell = Shell.run("formula", "--data", "function:x^2+y?rows=100", "--max-complexity", 1);

        assertThat(shell.exitCode()).isIn(0, 1);
        if (shell.exitCode() == 1) {
            assertThat(shell.err()).contains("--max-complexity");
        }
    }

    /** The table of docs/formulas.md: {@code -Dformula.seeds=5} runs it. */
    @ParameterizedTest
    @EnabledIfSystemProperty(named = "formula.seeds", matches = "\\d+")
    @CsvSource(delimiter = '|', textBlock = """
            exp(sin(pi*x)+y^2)?range=-1..1                            | 2,5,1
            exp(sin(pi*x)+y^2)?range=-1..1                            |
            (u+v)/(1+u*v)?range=-0.9..0.9                             |
            exp((sin(pi*(a^2+b^2))+sin(pi*(c^2+d^2)))/2)?range=-1..1  | 4,2,1,1
            exp((sin(pi*(a^2+b^2))+sin(pi*(c^2+d^2)))/2)?range=-1..1  |
            x*y?range=-1..1                                           |
            m/sqrt(1-v^2/c^2)?range=1..2&v=0..0.9                     |
            sqrt(x^2+y^2)?range=-1..1                                 |
            sin(2*(log(x)+log(y)))?range=0.2..5                       |
            exp(j0(20*x)+y^2)?range=-1..1                             |
            """)
    void most_seeds_lead_to_the_exact_formula(String function, String shape) {
        assertMostSeeds(function, shape, line -> line.get("exact").asBoolean());
    }

    /** The table of noisy values there. */
    @ParameterizedTest
    @EnabledIfSystemProperty(named = "formula.seeds", matches = "\\d+")
    @CsvSource(delimiter = '|', textBlock = """
            exp(sin(pi*x)+y^2)?range=-1..1         | 0.05
            exp(sin(pi*x)+y^2)?range=-1..1         | 0.1
            x^2+0.3*y+0.1*z^3+0*w?range=-1..1      | 0.05
            x^2+0.3*y+0.1*z^3+0*w?range=-1..1      | 0.1
            sqrt(x^2+y^2)?range=-1..1              | 0.05
            sqrt(x^2+y^2)?range=-1..1              | 0.1
            x*y?range=-1..1                        | 0.05
            x*y?range=-1..1                        | 0.1
            exp(j0(20*x)+y^2)?range=-1..1          | 0.05
            exp(j0(20*x)+y^2)?range=-1..1          | 0.1
            sin(2*(log(x)+log(y)))?range=0.2..5    | 0.05
            sin(2*(log(x)+log(y)))?range=0.2..5    | 0.1
            (u+v)/(1+u*v)?range=-0.9..0.9          | 0.05
            (u+v)/(1+u*v)?range=-0.9..0.9          | 0.1
            m/sqrt(1-v^2/c^2)?range=1..2&v=0..0.9  | 0.05
            m/sqrt(1-v^2/c^2)?range=1..2&v=0..0.9  | 0.1
            """)
    void most_formulas_of_noisy_values_are_nearer_to_the_clean_ones_than_their_network(String function, double noise) {
        assertMostSeeds(
                function + "&noise=" + noise,
                null,
                line -> line.get("test_rmse").asDouble()
                        < line.get("network_test_rmse").asDouble());
    }

    private static void assertMostSeeds(String function, String shape, Predicate<JsonNode> good) {
        int seeds = Integer.getInteger("formula.seeds");
        List<Object> words =
                new ArrayList<>(List.of("formula", "--data", "function:" + function, "--seeds", seeds, "--json"));
        if (shape != null) {
            words.addAll(List.of("--shape", shape));
        }
        Shell shell = Shell.run(words.toArray());

        assertThat(shell.exitCode()).as(shell.err()).isZero();
        List<JsonNode> found =
                shell.json().stream().filter(line -> line.has("exact")).toList();
        found.forEach(line -> System.out.printf(
                Locale.ROOT,
                "%s %s seed %d: %.1f s, test %.2e, network %.2e, %s%n",
                function,
                shape,
                line.get("seed").asInt(),
                line.get("seconds").asDouble(),
                line.get("test_rmse").asDouble(),
                line.get("network_test_rmse").asDouble(),
                line.get("formula").asText()));
        assertThat(found.stream().filter(good)).hasSizeGreaterThanOrEqualTo(seeds - Math.ceilDiv(seeds, 5));
    }
}
