package org.kanworkbench.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.deeplearning4j.datasets.iterator.FloatsDataSetIterator;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Examples;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.dl4j.layers.KanLayer;
import org.kanworkbench.dl4j.updaters.TorchAdam;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.InputScaling;
import org.kanworkbench.network.Normalization;
import org.kanworkbench.network.basis.BSpline;
import org.kanworkbench.network.basis.recurrence.Legendre;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The example of docs/dl4j.md, word for word. */
class Dl4jExampleTest {

    @Test
    void the_example_learns() throws DataException {
        Dataset mnist = new DataSource.Mnist().load();
        DataSetIterator training = new FloatsDataSetIterator(digits(mnist.train(), 10_000), 100);
        DataSetIterator test = new FloatsDataSetIterator(digits(mnist.test(), 1_000), 500);
        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new TorchAdam(0.01, 0.9, 0.999, 1e-8))
                .list()
                .layer(new KanLayer.Builder(new Legendre(3))
                        .normalization(Normalization.LAYER)
                        .nOut(32)
                        .build())
                .layer(new KanLayer.Builder(new BSpline(5, 3))
                        .scaling(InputScaling.TANH)
                        .base(Activation.SILU)
                        .normalization(Normalization.LAYER)
                        .nOut(mnist.outputs())
                        .build())
                .layer(new LossLayer.Builder(LossFunction.MCXENT)
                        .activation(org.nd4j.linalg.activations.Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.feedForward(mnist.inputs()))
                .build();
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        network.fit(training, 2);
        double accuracy = network.evaluate(test).accuracy();
        assertThat(accuracy).isGreaterThan(0.8);
    }

    /** The first rows, each with an output a class, 1 for its own. */
    static List<Pair<float[], float[]>> digits(Examples examples, int rows) {
        return IntStream.range(0, rows)
                .mapToObj(row -> {
                    float[] pixels = new float[examples.features().width()];
                    examples.features().copyRow(row, pixels, 0);
                    float[] classes = new float[10];
                    classes[examples.labels()[row]] = 1;
                    return Pair.of(pixels, classes);
                })
                .toList();
    }

    @Test
    void the_page_shows_what_is_tested_here() throws IOException {
        List<String> source =
                lines(Files.readString(Path.of("src/test/java/org/kanworkbench/dl4j/Dl4jExampleTest.java")));
        String page = Files.readString(Path.of("docs/dl4j.md"));
        List<String> examples = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(page)
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(examples).hasSize(2).allSatisfy(example -> assertThat(source).containsSequence(lines(example)));
    }

    private static List<String> lines(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }
}
