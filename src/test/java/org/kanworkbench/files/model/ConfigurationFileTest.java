package org.kanworkbench.files.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.TaskKind;
import org.kanworkbench.data.source.ToyShape;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.json.JsonFormat;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.Presets;
import org.kanworkbench.network.basis.Bases;
import org.kanworkbench.network.basis.Basis;
import org.kanworkbench.network.basis.recurrence.Monomial;
import org.kanworkbench.network.recipe.Loss;
import org.kanworkbench.network.recipe.Optimizer;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.network.recipe.RecipeField;
import org.kanworkbench.network.recipe.Schedule;
import org.kanworkbench.training.Configuration;

class ConfigurationFileTest {

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("configuration.json");
    }

    static List<Configuration> configurations() {
        List<DataSource> sources = List.of(
                new DataSource.Mnist(),
                new DataSource.IdxFolder(Path.of("/data/my digits")),
                new DataSource.ImageFolder(Path.of("/data/cifar")),
                new DataSource.CsvFile(Path.of("/data/ünder.csv"), List.of(), TaskKind.AUTO, List.of("id")),
                new DataSource.Toy(ToyShape.SPIRAL, 0.25, 300, 17));
        List<Optimizer> optimizers =
                List.of(new Optimizer.AdamW(1e-5), new Optimizer.Adam(0.8, 0.99, 1e-7, 0.1), new Optimizer.Sgd(0.9, 0));
        List<Schedule> schedules = List.of(
                new Schedule.Constant(),
                new Schedule.Exponential(0.85),
                new Schedule.Step(3, 0.5),
                new Schedule.Cosine(0.05, 0.001));
        return IntStream.range(0, Presets.ALL.size())
                .mapToObj(i -> {
                    Preset preset = Presets.ALL.get(i);
                    Recipe recipe = new Recipe(
                                    i % 2 == 0 ? Loss.CROSS_ENTROPY : Loss.MSE,
                                    optimizers.get(i % 3),
                                    1.0 / (3 + i),
                                    schedules.get(i % 4),
                                    17,
                                    5)
                            .with(RecipeField.SHIFT, 1.5)
                            .with(RecipeField.ROTATION, 10.0)
                            .with(RecipeField.SCALE, 0.1)
                            .with(RecipeField.LABEL_SMOOTHING, 0.05)
                            .with(RecipeField.AVERAGING, 0.9 + 0.001 * i)
                            .with(RecipeField.VALIDATION_ROWS, 10 + i)
                            .with(RecipeField.PATIENCE, i)
                            .with(RecipeField.KEEP_BEST, i % 2 == 0)
                            .with(RecipeField.GRID_EVERY, i % 3 == 0 ? 0 : i)
                            .with(RecipeField.GRID_UNTIL, 2 * i)
                            .with(RecipeField.REFINE_EVERY, i)
                            .with(RecipeField.REFINE_UNTIL, 10 + i)
                            .with(RecipeField.SPARSITY, 0.25 * i)
                            .with(RecipeField.SPARSITY_DIFFERENCE, 0.5);
                    return new Configuration(
                            preset.name(),
                            sources.get(i % sources.size()),
                            preset.network(16, List.of(7, 5), 4),
                            recipe,
                            Long.MAX_VALUE - i,
                            1 + i,
                            Configuration.VECTOR);
                })
                .toList();
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void what_was_written_is_read(Configuration configuration) throws Exception {
        ConfigurationFile.write(configuration, file);
        assertThat(ConfigurationFile.read(file)).isEqualTo(configuration);
    }

    @Test
    void every_basis_is_registered_under_its_own_name() throws Exception {
        for (Basis basis : Bases.ALL) {
            String json = JsonFormat.STRICT.writeValueAsString(basis);
            assertThat(new ObjectMapper().readTree(json).path("family").asText())
                    .isEqualTo(basis.family());
            assertThat(JsonFormat.STRICT.readValue(json, Basis.class)).isEqualTo(basis);
        }
        assertThat(Bases.ALL).contains(new Monomial(3));
    }

    @Test
    void the_file_reads_as_documented() throws Exception {
        ConfigurationFile.write(configurations().getFirst(), file);
        var root = new ObjectMapper().readTree(file.toFile());
        assertThat(root.fieldNames())
                .toIterable()
                .containsExactly("format", "preset", "data", "network", "recipe", "seed", "threads", "engine", "start");
        assertThat(root.at("/format").asInt()).isEqualTo(1);
        assertThat(root.at("/data/kind").asText()).isEqualTo("mnist");
        assertThat(root.at("/network/layers/0/basis").toString()).isEqualTo("{\"family\":\"legendre\",\"order\":3}");
    }

    @Test
    void a_configuration_from_before_runs_could_begin_with_weights_begins_with_fresh_ones() throws Exception {
        Configuration fresh = configurations().getFirst();
        ConfigurationFile.write(fresh, file);
        ObjectNode root = (ObjectNode) new ObjectMapper().readTree(file.toFile());
        root.remove("start");
        Files.writeString(file, root.toString());
        assertThat(ConfigurationFile.read(file)).isEqualTo(fresh);
        assertThat(fresh.start()).isEmpty();
    }

    @Test
    void a_recipe_from_before_there_was_averaging_and_selection_has_none() throws Exception {
        ConfigurationFile.write(configurations().getFirst(), file);
        ObjectNode root = (ObjectNode) new ObjectMapper().readTree(file.toFile());
        ((ObjectNode) root.get("recipe")).remove(List.of("averaging", "selection", "gridUpdate"));
        Files.writeString(file, root.toString());
        assertThat(ConfigurationFile.read(file).recipe())
                .isEqualTo(configurations()
                        .getFirst()
                        .recipe()
                        .with(RecipeField.AVERAGING, 0.0)
                        .with(RecipeField.VALIDATION_ROWS, 0));
    }

    @Test
    void that_of_a_run_with_many_evaluations_is_read() throws Exception {
        Configuration configuration = configurations().getFirst();
        Files.writeString(
                file,
                "{\"format\": 1, \"run\": {\"configuration\": " + ConfigurationFile.text(configuration)
                        + "}, \"evaluations\": [0" + ", 0.25".repeat(6_000_000) + "]}");
        assertThat(ConfigurationFile.read(file)).isEqualTo(configuration);
    }

    static Stream<Path> examples() throws IOException {
        return Files.list(Path.of("sample-data/configurations"));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void the_examples_can_be_read(Path example) throws Exception {
        Configuration configuration = ConfigurationFile.read(example);
        assertThat(configuration.preset() + ".json")
                .isEqualTo(example.getFileName().toString());
        assertThat(configuration.network().inputs()).isEqualTo(784);
        assertThat(configuration.network().outputs()).isEqualTo(10);
    }

    @Test
    void a_file_that_lacks_later_fields_means_what_it_meant() throws Exception {
        ConfigurationFile.write(configurations().getFirst(), file);
        String json = Files.readString(file);
        String older = json.replaceAll(",\\s*\"edgeScale\" : false,\\s*\"initialization\" : \"KAIMING\"", "");
        assertThat(older.lines().count()).isLessThan(json.lines().count());
        Files.writeString(file, older);

        assertThat(ConfigurationFile.read(file)).isEqualTo(configurations().getFirst());
    }

    @Test
    void a_period_that_an_older_file_lacks_is_the_one_that_it_had() throws Exception {
        Configuration fourier = configurations().stream()
                .filter(configuration -> configuration.preset().equals("fourier-kan"))
                .findFirst()
                .orElseThrow();
        ConfigurationFile.write(fourier, file);
        String json = Files.readString(file);
        String older = json.replaceAll(",\\s*\"lower\" : -1.0,\\s*\"upper\" : 1.0", "");
        assertThat(older.lines().count()).isLessThan(json.lines().count());
        Files.writeString(file, older);

        assertThat(ConfigurationFile.read(file)).isEqualTo(fourier);
    }

    @Test
    void relative_paths_count_from_the_files_folder() throws Exception {
        Configuration c = configurations().getFirst();
        ConfigurationFile.write(
                new Configuration(
                        c.preset(),
                        new DataSource.CsvFile(Path.of("flowers.csv")),
                        c.network(),
                        c.recipe(),
                        0,
                        1,
                        Configuration.VECTOR),
                file);
        assertThat(ConfigurationFile.read(file).data())
                .isEqualTo(new DataSource.CsvFile(folder.resolve("flowers.csv")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // what is replaced | by what | what the message says
                "\"seed\" | \"colour\" : 3, \"seed\" | : colour: unknown field: remove it, known are data, engine, network",
                "\"seed\" | \"sead\" | : seed: the field is missing",
                "\"order\" : 3 | \"order\" : 3, \"grid\" : 5 | : network.layers[0].basis.grid: unknown field",
                "\"order\" : 3 | \"order\" : 99 | : network.layers[0].basis: order of legendre is 99: choose 1 to 12",
                "\"order\" : 3 | \"order\" : \"3\" | : network.layers[0].basis.order: ",
                "\"order\" : 3 | \"order\" : 3.5 | : network.layers[0].basis.order: ",
                "\"order\" : 3 | \"order\" : 9999999999 | : network.layers[0].basis.order: ",
                "\"order\" : 3 | \"order\" : null | : network.layers[0].basis.order: the field is null",
                "legendre | nosuch | : network.layers[0].basis: \"nosuch\" is unknown: choose legendre, ",
                "\"family\" : \"legendre\", |   | : network.layers[0].basis: its family is missing: choose legendre",
                "\"outputs\" : 7 | \"outputs\" : 0 | : network.layers[0]: outputs of a layer is 0: choose 1 to 8192",
                "\"outputs\" : 7 | \"outputs\" : 8 | : network: layer 2 takes 7 inputs but layer 1 gives 8",
                "\"outputs\" : 7 | \"outputs\" : -7 | : network.layers[0]: outputs of a layer is -7",
                "RUNNING_MIN_MAX | MINMAX | : network.layers[0].scaling: \"MINMAX\" is unknown: choose BATCH_MIN_MAX, RUNNING_MIN_MAX",
                "\"kind\" : \"mnist\" | \"kind\" : \"cifar\" | : data: \"cifar\" is unknown: choose mnist, idx, images, csv",
                "\"kind\" : \"mnist\" | \"kind\" : \"csv\" | : data.file: the field is missing",
                "\"kind\" : \"adamw\" | \"kind\" : \"lion\" | : recipe.optimizer: \"lion\" is unknown: choose adamw, adam, sgd",
                "\"beta1\" : 0.9 | \"beta1\" : 1.5 | : recipe.optimizer: beta1 is 1.5",
                "\"beta1\" : 0.9, |   | : recipe.optimizer.beta1: the field is missing",
                "\"batch\" : 17 | \"batch\" : 0 | : recipe: batch size is 0",
                "\"batch\" : 17 | \"batch\" : true | : recipe.batch: ",
                "\"batch\" : 17 | \"batch\" : [ 17 ] | : recipe.batch: ",
                "\"shift\" : 1.5 | \"shift\" : -1 | : recipe.augmentation: shift of images is -1.0",
                "\"shift\" : 1.5 | \"shift\" : \"NaN\" | : recipe.augmentation",
                "\"shift\" : 1.5 | \"shift\" : 1e999 | : recipe.augmentation: shift of images is Infinity",
                "\"averaging\" : 0.9 | \"averaging\" : 1.0 | : recipe: EMA decay is 1.0",
                "\"validationRows\" : 10 | \"validationRows\" : -1 | : recipe.selection: validation samples is -1: choose 0 to",
                "\"validationRows\" : 10 | \"validationRows\" : 0 | : recipe.selection: there are no validation samples",
                "\"validationRows\" : 10, |   | : recipe.selection.validationRows: the field is missing",
                "\"keepBest\" : true | \"keepBest\" : 1 | : recipe.selection.keepBest: ",
                "\"threads\" : 1 | \"threads\" : 0 | : threads: 0 is impossible",
                "\"engine\" : \"vector\" | \"engine\" : \"steam\" | : engine: \"steam\" is unknown: choose vector or opencl or cuda or nd4j-native",
                "\"preset\" : \"kal-net\" | \"preset\" : \"kal\" | : preset: \"kal\" is unknown",
                "\"preset\" : \"kal-net\" | \"preset\" : 7 | : preset: ",
                "\"format\" : 1 | \"format\" : 2 | comes from a newer workbench (format 2, this one reads up to 1): update",
                "\"format\" : 1 | \"format\" : \"one\" | : format: there is no version number",
                "\"format\" : 1, |   | : format: there is no version number",
                "\"format\" : 1 | \"format\" : 1, \"format\" : 1 | this is not valid JSON",
                "\"seed\" : | \"seed\" | , column ",
                "\"seed\" :  | \"seed\" : NaN, \"more\" : | (Non-standard token 'NaN'): correct it there",
            })
    void bad_fields_are_named_by_path(String good, String bad, String message) throws Exception {
        ConfigurationFile.write(configurations().getFirst(), file);
        String before = Files.readString(file);
        assertThat(before).contains(good);
        int at = before.indexOf(good);
        Files.writeString(
                file, before.substring(0, at) + (bad == null ? "" : bad) + before.substring(at + good.length()));
        assertRefused(message);
    }

    @Test
    void other_files_are_refused() throws Exception {
        for (String text : List.of("", "[]", "7", "null", "{", "\u0000\u0001PK", "{} {}", "[".repeat(3000))) {
            Files.writeString(file, text);
            assertRefused(": ");
        }
        Files.write(file, new byte[5 << 20]);
        assertRefused("too large");
        Files.delete(file);
        assertRefused("no such file");
    }

    private void assertRefused(String part) {
        assertThatThrownBy(() -> ConfigurationFile.read(file))
                .isInstanceOf(ModelFileException.class)
                .message()
                .startsWith(file.toString())
                .contains(part)
                .doesNotContain("\n");
    }
}
