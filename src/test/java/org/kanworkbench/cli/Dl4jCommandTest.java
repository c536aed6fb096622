package org.kanworkbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.data.Features;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.ToyShape;
import org.kanworkbench.engine.Predictor;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.files.model.ModelFile;
import org.kanworkbench.network.Model;
import org.kanworkbench.training.Configuration;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class Dl4jCommandTest {

    @TempDir
    private Path folder;

    private Path trained(String preset, String engine) {
        Path model = folder.resolve(preset + "-" + engine + ".kan");
        Shell shell = Shell.done(
                "train --preset",
                preset,
                "--data toy:moons --epochs 3 --engine",
                engine,
                "--threads 1 --no-store --out",
                model,
                "--json");
        assertThat(shell.err()).contains(engine);
        return model;
    }

    @Test
    void a_trained_network_opens_in_plain_Deeplearning4j_with_the_same_answers() throws Exception {
        Path model = trained("kal-net", Configuration.VECTOR);
        Path zip = folder.resolve("moons.zip");
        Shell shell = Shell.done("export", model, "--format dl4j --data toy:moons --out", zip, "--json");
        JsonNode told = shell.json().getFirst();
        assertThat(told.get("written").asText()).isEqualTo(zip.toString());
        assertThat(told.get("max_difference").asDouble()).isLessThan(1e-4);
        assertThat(told.get("agreement").asDouble()).isEqualTo(1);

        MultiLayerNetwork network = ModelSerializer.restoreMultiLayerNetwork(zip.toFile());
        Features features =
                new DataSource.Toy(ToyShape.MOONS, 0.1, 200, 0).load().test().features();
        float[] x = new float[20 * features.width()];
        for (int r = 0; r < 20; r++) {
            features.copyRow(r, x, r * features.width());
        }
        float[] expected = new float[20 * 2];
        Model original = ModelFile.read(model).model();
        try (Workers workers = new Workers(1)) {
            new Predictor(original, 20, workers).predict(x, 20, expected);
        }
        INDArray probabilities = network.output(Nd4j.createFromArray(x).reshape(20, 2));
        for (int r = 0; r < 20; r++) {
            double second = 1 / (1 + Math.exp(expected[2 * r] - expected[2 * r + 1]));
            assertThat(probabilities.getDouble(r, 1)).isCloseTo(second, Offset.offset(1e-5));
        }

        Path back = folder.resolve("back.kan");
        Shell.done("import", zip, "--out", back);
        assertThat(ModelFile.read(back)).isEqualTo(ModelFile.read(model));
        refused("was trained as kal-net, not mlp", zip, "--preset", "mlp");

        // As Deeplearning4j would write it after training on.
        ModelSerializer.writeModel(network, zip.toFile(), false);
        refused("does not tell how it was trained", zip);
        Path renamed = folder.resolve("renamed.kan");
        Shell.done("import", zip, "--preset kal-net --out", renamed);
        assertThat(ModelFile.read(renamed).model()).isEqualTo(original);
    }

    @Test
    void a_network_of_numbers_comes_back_with_the_columns_that_it_predicts() throws Exception {
        Path model = folder.resolve("sound.kan");
        Path table = Path.of("sample-data", "airfoil", "airfoil.csv");
        Shell.done("train --preset kal-net --hidden 4 --data", table, "--epochs 1 --out", model, "--no-store");
        Path zip = folder.resolve("sound.zip");
        Shell.done("export", model, "--format dl4j --data", table, "--out", zip);
        Path back = folder.resolve("back.kan");
        Shell.done("import", zip, "--out", back);
        assertThat(ModelFile.read(back)).isEqualTo(ModelFile.read(model));
    }

    @Test
    void what_ND4J_trains_is_a_model_like_any_other() {
        Path model = trained("kac-net", Configuration.ND4J_NATIVE);
        JsonNode scored = Shell.run("evaluate", model, "--data", "toy:moons", "--json")
                .json()
                .getFirst();
        assertThat(scored.get("test_acc").asDouble()).isGreaterThan(0.6);

        Shell on = Shell.done("train --from", model, "--data toy:moons --epochs 1 --engine nd4j-native --no-store");
        assertThat(on.err()).contains("nd4j-native");
    }

    @Test
    void commands_that_take_models_name_import_for_a_zip_also_a_truncated_one() throws IOException {
        Path zip = folder.resolve("digits.zip");
        Path model = trained("kal-net", Configuration.VECTOR);
        Shell.done("export", model, "--format dl4j --data toy:moons --out", zip);
        byte[] whole = Files.readAllBytes(zip);
        for (int length : new int[] {whole.length, whole.length / 2, 30, 0}) {
            Files.write(zip, Arrays.copyOf(whole, length));
            for (String command : List.of("evaluate", "export", "quantize")) {
                Shell shell = command.equals("export")
                        ? Shell.run(command, zip, "--format", "onnx", "--out", folder.resolve("digits.onnx"))
                        : Shell.run(command, zip, "--data", "toy:moons");
                assertThat(shell.exitCode()).as(command).isEqualTo(2);
                assertThat(shell.err().lines())
                        .as(command)
                        .hasSize(1)
                        .first()
                        .asString()
                        .contains("digits.zip is not a model file: if it is a network of Deeplearning4j");
            }
        }
    }

    @Test
    void a_network_of_other_layers_is_refused_in_one_line() throws Exception {
        MultiLayerNetwork dense = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .list()
                .layer(new DenseLayer.Builder().nOut(3).build())
                .layer(new OutputLayer.Builder().nOut(2).build())
                .setInputType(InputType.feedForward(2))
                .build());
        dense.init();
        Path zip = folder.resolve("dense.zip");
        ModelSerializer.writeModel(dense, zip.toFile(), false);
        refused(
                "layer 1 is a DenseLayer of a kind, or in a place, that the workbench does not know",
                zip,
                "--preset",
                "mlp");
        refused("does not tell how it was trained: name the preset that comes nearest with --preset", zip);
    }

    private static void refused(String named, Object... words) {
        Object[] all = new Object[words.length + 1];
        all[0] = "import";
        System.arraycopy(words, 0, all, 1, words.length);
        Shell shell = Shell.run(all);
        assertThat(shell.exitCode()).isEqualTo(2);
        assertThat(shell.err().lines()).hasSize(1).first().asString().contains(named);
    }

    @Test
    void devices_tells_of_every_engine_where_it_computes_or_why_not() {
        List<JsonNode> lines = Shell.run("devices", "--json").json();
        assertThat(lines)
                .extracting(line -> line.get("name").asText())
                .containsExactlyElementsOf(Configuration.ENGINES);
        assertThat(lines.get(0).get("available").asBoolean()).isTrue();
        assertThat(lines.get(1).get("memory_bytes").asLong()).isGreaterThan(1L << 28);
        assertThat(lines)
                .allSatisfy(line -> assertThat(line.get("device").asText()).isNotBlank());
    }
}
