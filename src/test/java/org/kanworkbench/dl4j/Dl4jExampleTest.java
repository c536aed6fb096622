package org.kanworkbench.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.kanworkbench.dl4j.layers.KanLayer;
import org.kanworkbench.dl4j.updaters.TorchAdam;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.BSpline;
import org.kanworkbench.network.InputScaling;
import org.kanworkbench.network.Legendre;
import org.kanworkbench.network.Normalization;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The example of docs/dl4j.md, word for word. */
class Dl4jExampleTest {

    @Test
    void the_example_learns() {
        ListDataSetIterator<DataSet> points = new ListDataSetIterator<>(stripes(), 50);
        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new TorchAdam(0.01, 0.9, 0.999, 1e-8))
                .list()
                .layer(new KanLayer.Builder(new Legendre(3)).nOut(8).build())
                .layer(new KanLayer.Builder(new BSpline(5, 3))
                        .scaling(InputScaling.TANH)
                        .base(Activation.SILU)
                        .normalization(Normalization.LAYER)
                        .nOut(2)
                        .build())
                .layer(new LossLayer.Builder(LossFunction.MCXENT)
                        .activation(org.nd4j.linalg.activations.Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.feedForward(2))
                .build();
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        network.fit(points, 200);
        assertThat(network.evaluate(points).accuracy()).isGreaterThan(0.9);
    }

    /** Points whose class is the sign of a sine. */
    private static List<DataSet> stripes() {
        Nd4j.getRandom().setSeed(2);
        INDArray x = Nd4j.rand(DataType.FLOAT, 100, 2).muli(2).subi(1);
        INDArray y = Nd4j.zeros(100, 2);
        for (int r = 0; r < 100; r++) {
            y.putScalar(r, Math.sin(4 * x.getDouble(r, 0)) > 0 ? 0 : 1, 1);
        }
        return new DataSet(x, y).asList();
    }

    @Test
    void the_page_shows_what_is_tested_here() throws IOException {
        String page = Files.readString(Path.of("docs/dl4j.md"));
        String example =
                page.substring(page.indexOf("```java") + 7, page.indexOf("```\n", page.indexOf("```java") + 7));
        List<String> source =
                lines(Files.readString(Path.of("src/test/java/org/kanworkbench/dl4j/Dl4jExampleTest.java")));
        List<String> shown = lines(example);
        int at = source.indexOf(shown.getFirst());
        assertThat(source.subList(at, at + shown.size())).isEqualTo(shown);
    }

    private static List<String> lines(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }
}
