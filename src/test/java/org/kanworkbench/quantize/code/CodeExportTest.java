package org.kanworkbench.quantize.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.Dataset.ImageShape;
import org.kanworkbench.data.Target;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.files.SaveException;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.files.model.SavedModels;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.InputScaling;
import org.kanworkbench.network.LayerField;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.Limits;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.basis.BSpline;
import org.kanworkbench.network.basis.Fourier;
import org.kanworkbench.quantize.onnx.OnnxModel;
import org.kanworkbench.quantize.onnx.Origin;
import org.kanworkbench.quantize.onnx.RandomModels;
import org.kanworkbench.quantize.onnx.graph.OnnxExport;
import org.kanworkbench.quantize.scheme.Schemes;

/** The engine is the oracle of what is computed; each language's own compiler of what is written. */
class CodeExportTest {

    /** What would end a comment, a text or a script of one of the languages. */
    private static final String HOSTILE = "a \"b\" \\u000a */ </script> \"\"\" ñ $1 ??/ \u2028 \u0085 \u202e";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource({
        "org.kanworkbench.quantize.onnx.FloatGraphTest#presets",
        "org.kanworkbench.quantize.onnx.FloatGraphTest#forms"
    })
    void a_program_computes_what_the_engine_does(Object described) throws Exception {
        Model model = described instanceof Preset preset
                ? RandomModels.of(preset, 7)
                : RandomModels.of((NetworkSpec) described, 7);
        int width = model.network().outputs();
        float[] x = RandomModels.rows(3, model.network().inputs(), 11);
        float[] actual = new float[3 * width];
        try (Workers workers = new Workers(2)) {
            CodeExport.of(saved(model, Optional.empty(), Optional.empty()))
                    .inference(workers)
                    .predict(x, 3, actual);
        }
        for (int row = 0; row < 3; row++) {
            float[] expected =
                    RandomModels.logits(model, row(x, row, model.network().inputs()), 1);
            assertClose(row(actual, row, width), expected);
        }
    }

    private static float[] row(float[] rows, int row, int width) {
        return Arrays.copyOfRange(rows, row * width, (row + 1) * width);
    }

    private static void assertClose(float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int o = 0; o < actual.length; o++) {
            assertThat(actual[o]).isCloseTo(expected[o], within(1e-4f * Math.max(1, Math.abs(expected[o]))));
        }
    }

    private static SavedModel saved(Model model, Optional<ImageShape> image, Optional<ColumnScaling> scaling) {
        List<String> classes = IntStream.range(0, model.network().outputs())
                .mapToObj(o -> HOSTILE + o)
                .toList();
        return SavedModels.of(model, "kal-net", 1, HOSTILE, new Target.Classes(classes), image, scaling);
    }

    /** Networks of images and of tables that contain every step and function there is. */
    static Stream<Model> networks() {
        LayerSpec fourier = LayerSpec.plain(new Fourier(2))
                .with(Map.of(LayerField.SCALING, InputScaling.ROW_MIN_MAX, LayerField.BASE, Activation.RELU));
        LayerSpec spline = LayerSpec.plain(new BSpline(3, 3))
                .with(Map.of(LayerField.SCALING, InputScaling.TANH, LayerField.BASE, Activation.GELU));
        return Stream.concat(
                Stream.of(
                                new NetworkSpec(List.of(fourier.withSizes(6, 5), spline.withSizes(5, 3))),
                                // Constants of a single value.
                                new NetworkSpec(List.of(spline.withSizes(1, 1), spline.withSizes(1, 1))),
                                // Sums over a single input.
                                Preset.named("wav-kan").orElseThrow().network(1, List.of(1), 2))
                        .map(network -> RandomModels.of(network, 7)),
                Stream.of("torchkan-faithful", "kanvolver", "conv-kagn", "wav-kan", "fast-kan")
                        .map(preset -> RandomModels.of(Preset.named(preset).orElseThrow(), 7)));
    }

    @Test
    void the_networks_have_every_step_and_function() throws Exception {
        Set<String> found = new TreeSet<>();
        for (Model model : networks().toList()) {
            Origin origin = Origin.of(saved(model, Optional.empty(), Optional.empty()));
            OnnxModel graph = OnnxExport.of(model, origin, Schemes.FLOAT32, Optional.empty());
            for (Program.Step step : GraphProgram.of(graph).steps()) {
                found.add(
                        step instanceof Program.Each each
                                ? each.function().name()
                                : step.getClass().getSimpleName());
            }
        }
        assertThat(found).contains("Reduce", "Product", "Convolution", "Pooling");
        assertThat(found)
                .containsAll(Stream.of(ElementFunction.values()).map(Enum::name).collect(Collectors.toSet()));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void every_language_answers_as_the_engine(Model model) throws Exception {
        int inputs = model.network().inputs();
        boolean images = inputs == 144;
        Optional<ImageShape> image = images ? Optional.of(new ImageShape(12, 12)) : Optional.empty();
        Optional<ColumnScaling> scaling = images
                ? Optional.empty()
                : Optional.of(new ColumnScaling(IntStream.range(0, inputs)
                        .mapToObj(i -> new ColumnScaling.Column(HOSTILE + i, 1.7e9 + i, 0.25 + i))
                        .toList()));
        float[] x = RandomModels.rows(1, inputs, 5);
        double[] raw = new double[inputs];
        for (int i = 0; i < inputs; i++) {
            if (images) {
                raw[i] = Math.round((x[i] * 0.5 + 0.5) * 255);
                x[i] = (float) ((raw[i] / 255 - 0.5) / 0.5);
            } else {
                raw[i] = scaling.get().columns().get(i).mean()
                        + scaling.get().columns().get(i).deviation() * x[i];
            }
        }
        float[] expected = RandomModels.logits(model, x, 1);
        CodeExport export = CodeExport.of(saved(model, image, scaling));
        Path line = folder.resolve("input.txt");
        String good = Arrays.stream(raw).mapToObj(String::valueOf).collect(Collectors.joining(", ")) + "\n";
        Files.writeString(line, good);
        Path wrong = Files.writeString(folder.resolve("wrong.txt"), good + "\n" + good.replaceFirst("[^,\n]+", "abc"));

        for (Language language : Language.values()) {
            Path file = folder.resolve("Net" + language.extension());
            export.write(language, file);
            Optional<String> answer = switch (language) {
                case JAVA -> Optional.of(answer(wrong, inputs, ofJava(file)));
                case C -> runs("cc", "--version") ? Optional.of(answer(wrong, inputs, ofC(file))) : none();
                case PYTHON ->
                    runs("python3", "-c", "import numpy")
                            ? Optional.of(answer(wrong, inputs, "python3", file))
                            : none();
                case HTML -> runs("node", "--version") ? ofPage(file, line) : none();
            };
            answer.ifPresent(text -> {
                assertThat(text).as(language.label()).matches("(?s)[-+.\\deE\\s]+");
                float[] values = new float[expected.length];
                String[] words = text.strip().split("\\s+");
                assertThat(words).as(language.label()).hasSameSizeAs(expected);
                for (int o = 0; o < values.length; o++) {
                    values[o] = Float.parseFloat(words[o]);
                }
                assertClose(values, expected);
            });
        }
    }

    private static Optional<String> none() {
        return Optional.empty();
    }

    /** What a program says before it comes to the third line, which has a word for a number. */
    private static String answer(Path lines, int inputs, Object... program) throws Exception {
        List<String> said = said(2, lines, program).lines().toList();
        String refused = "line 3: write " + inputs + " numbers";
        // Whichever of both outputs was flushed first.
        assertThat(said).hasSize(2).contains(refused);
        return said.get(1 - said.indexOf(refused));
    }

    private Object[] ofJava(Path file) {
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-Werror", "-d", folder.toString(), file.toString());
        assertThat(compiled).isZero();
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return new Object[] {java, "-XX:TieredStopAtLevel=1", "-cp", folder, "Net"};
    }

    private Object[] ofC(Path file) throws Exception {
        Path program = folder.resolve("net");
        assertThat(said(0, file, "cc", "-std=c99", "-Wall", "-Werror", "-DKAN_MAIN", "-o", program, file, "-lm"))
                .isEmpty();
        return new Object[] {program};
    }

    /** The page's network alone: the rest needs a browser. */
    private Optional<String> ofPage(Path file, Path line) throws Exception {
        assertThat(Files.readString(file))
                .as("a stroke that the browser takes for a gesture ends")
                .contains("onpointercancel")
                .as("all pixels as arguments are too many in Safari")
                .doesNotContain("...image");
        Path script = folder.resolve("page.js");
        Files.writeString(script, """
                const fs = require("fs");
                const scripts = [...fs.readFileSync(process.argv[2], "utf8").matchAll(/<script>([^]*?)<[/]script>/g)];
                if (scripts.length !== 2) throw new Error(scripts.length + " scripts");
                const network = new Function(scripts[0][1] + "; return network")();
                new Function(scripts[1][1]);
                const page = new Function(scripts[1][1].split("\\n")[1] + "; return page")();
                const values = network.predict(fs.readFileSync(0, "utf8").split(",").map(Number));
                if (page.outputs.length !== values.length) throw new Error("outputs");
                console.log(values.join(" "));
                """);
        return Optional.of(said(0, line, "node", script, file));
    }

    @Test
    void Java_compiles_a_table_of_as_many_columns_as_there_can_be() throws Exception {
        int inputs = Limits.MAX_UNITS;
        Model model = RandomModels.of(
                new NetworkSpec(List.of(LayerSpec.plain(new Fourier(2)).withSizes(inputs, 1))), 3);
        ColumnScaling scaling = new ColumnScaling(IntStream.range(0, inputs)
                .mapToObj(i -> new ColumnScaling.Column("c" + i, 0.1 + i, 0.3 + i))
                .toList());
        Path file = folder.resolve("Net.java");

        CodeExport.of(saved(model, Optional.empty(), Optional.of(scaling))).write(Language.JAVA, file);

        ofJava(file);
    }

    @Test
    void numbers_whose_names_have_the_sign_of_words_are_no_words() throws Exception {
        Model model = RandomModels.of(
                new NetworkSpec(List.of(LayerSpec.plain(new Fourier(2)).withSizes(4, 1))), 3);
        ColumnScaling scaling = new ColumnScaling(List.of(
                new ColumnScaling.Column("r=1", 2, 1, List.of(0.0, 5.0)),
                new ColumnScaling.Column("r=2", 2, 1, List.of(0.0, 5.0)),
                new ColumnScaling.Column("make=a", 0.5, 0.5),
                new ColumnScaling.Column("make=b", 0.5, 0.5)));
        Path file = folder.resolve("net.html");

        CodeExport.of(saved(model, Optional.empty(), Optional.of(scaling))).write(Language.HTML, file);

        assertThat(Files.readString(file))
                .contains("\"of\": \"make\", \"word\": \"a\"", "(\"make=a\" is 1 or 0: whether it is that word)")
                .doesNotContain("\"of\": \"r\"");
    }

    private static boolean runs(Object... command) throws Exception {
        try {
            Process process = start(command).start();
            process.getInputStream().readAllBytes();
            return process.waitFor() == 0;
        } catch (IOException _) {
            return false;
        }
    }

    private static ProcessBuilder start(Object... command) {
        return new ProcessBuilder(Stream.of(command).map(Object::toString).toList()).redirectErrorStream(true);
    }

    private static String said(int status, Path input, Object... command) throws Exception {
        Process process = start(command).redirectInput(input.toFile()).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(text).isEqualTo(status);
        return text;
    }

    @ParameterizedTest
    @CsvSource({
        "C, run-12-kal net.c, run_12_kal_net.c",
        "C, while.c, kan_while.c",
        "JAVA, run-12-kal net.java, Run12KalNet.java",
        "JAVA, 7.java, Kan7.java",
        "JAVA, 模型1.java, Kan1.java",
        "JAVA, Data.java, KanData.java",
        "JAVA, Math.java, KanMath.java",
        "JAVA, record.java, Record.java",
        "PYTHON, numpy.py, kan_numpy.py",
        "PYTHON, numbers.py, kan_numbers.py",
        "PYTHON, token.py, kan_token.py",
    })
    void a_name_that_is_none_in_the_language_is_refused_with_one_that_is(Language language, String name, String other) {
        assertThatThrownBy(() -> CodeExport.check(language, folder.resolve(name)))
                .isInstanceOf(SaveException.class)
                .hasMessageContaining(other);
    }

    /** Whatever would shift what comes after it, or that one language alone takes for a number. */
    @Test
    void every_language_refuses_the_same_lines() throws Exception {
        Model model = RandomModels.of(
                new NetworkSpec(List.of(LayerSpec.plain(new Fourier(2)).withSizes(2, 1))), 3);
        CodeExport export = CodeExport.of(saved(model, Optional.empty(), Optional.empty()));
        List<Object[]> programs = new ArrayList<>();
        for (Language language : List.of(Language.JAVA, Language.C, Language.PYTHON)) {
            Path file = folder.resolve("Net" + language.extension());
            export.write(language, file);
            switch (language) {
                case JAVA -> programs.add(ofJava(file));
                case C -> {
                    if (runs("cc", "--version")) {
                        programs.add(ofC(file));
                    }
                }
                default -> {
                    if (runs("python3", "-c", "import numpy")) {
                        programs.add(new Object[] {"python3", file});
                    }
                }
            }
        }
        Path line = folder.resolve("line.txt");
        for (Object[] program : programs) {
            assertThat(said(0, Files.writeString(line, "1,2\n 1 , +2e0\t\n1 2\n.5 -3.\n\n1,2\n\n"), program))
                    .hasLineCount(5);
        }
        for (String bad : List.of(
                "1,,2", ",1,2", "1,2,", "1,", "1;2", "0x10,1", "5d,1", "1_0,1", "1e39,1", "inf,1", "nan 1", "1e,1",
                "1,2,3", "1")) {
            for (Object[] program : programs) {
                assertThat(said(2, Files.writeString(line, bad + "\n"), program))
                        .as("%s of %s", bad, program[0])
                        .isEqualTo("line 1: write 2 numbers\n");
            }
        }
    }

    /** A network that scales by the batch predicts a row by itself in every program, as it does for many at once. */
    @Test
    void rows_of_a_network_that_scales_by_the_batch_are_each_a_batch() throws Exception {
        assumeTrue(runs("python3", "-c", "import numpy"), "no Python with NumPy");
        Model model =
                RandomModels.of(Preset.named("kal-net-faithful").orElseThrow().network(3, 2), 5);
        CodeExport export = CodeExport.of(saved(model, Optional.empty(), Optional.empty()));
        assertThat(export.remark()).isPresent();
        Path file = folder.resolve("net.py");
        export.write(Language.PYTHON, file);
        Path rows = Files.writeString(
                folder.resolve("rows.py"),
                "import net; print(net.predict([[1, 2, 3], [5, -4, 0.5]])[0].tolist() == net.predict([1, 2, 3])[0].tolist())");

        assertThat(said(0, rows, "python3", rows).strip()).isEqualTo("True");
        assertThat(Files.readString(file)).contains("each row as a batch of one");
    }

    @Test
    void numbers_are_in_their_units() throws Exception {
        assumeTrue(runs("python3", "-c", "import numpy"), "no Python with NumPy");
        Model model = RandomModels.of(
                new NetworkSpec(List.of(LayerSpec.plain(new Fourier(2)).withSizes(2, 1))), 3);
        ColumnScaling target = new ColumnScaling(List.of(new ColumnScaling.Column("y", 500, 20)));
        SavedModel numbers = SavedModels.of(model, "kal-net", 1, "", new Target.Numbers(target));
        Path file = folder.resolve("net.py");
        CodeExport.of(numbers).write(Language.PYTHON, file);
        Path line = Files.writeString(folder.resolve("input.txt"), "0.5 -0.25\n");

        float standardised = RandomModels.logits(model, new float[] {0.5f, -0.25f}, 1)[0];
        assertThat(Double.parseDouble(said(0, line, "python3", file))).isCloseTo(500 + 20 * standardised, within(1e-2));
    }
}
