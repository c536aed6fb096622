package org.kanworkbench.training.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Examples;
import org.kanworkbench.engine.Network;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.tensor.Tensor;
import org.kanworkbench.training.TrainingEvent.Evaluated;

@Timeout(60)
class FallbackWeightsTest {

    private final Dataset dataset = Toy.dataset(320, 100);

    /** The weights after one and after five epochs: the later ones fit better. */
    private List<Model> scored() throws InterruptedException {
        List<Model> models = new ArrayList<>();
        TrainingRun.start(Toy.configuration("kal-net", 5, 1), dataset, event -> {
                    if (event instanceof Evaluated e && e.epochEnd()) {
                        models.add(e.model());
                    }
                })
                .await();
        return List.of(models.getFirst(), models.getLast());
    }

    private static Model choose(Dataset data, Model present, Model lastScored) {
        try (Workers workers = new Workers(1)) {
            return new FallbackWeights(data, Toy.BATCH, workers).choose(present, lastScored, () -> true);
        }
    }

    @Test
    void training_rows_decide_whatever_the_test_rows_say() throws InterruptedException {
        List<Model> models = scored();
        Model early = models.getFirst();
        Model late = models.getLast();
        Examples test = dataset.test();
        int[] wrong =
                IntStream.of(test.labels()).map(l -> (l + 1) % Toy.CLASSES).toArray();
        Dataset misleading = new Dataset(
                "toy",
                dataset.train(),
                new Examples(test.features(), wrong),
                dataset.image(),
                dataset.target().names());

        assertThat(choose(misleading, late, early)).isSameAs(late);
        assertThat(choose(misleading, early, late)).isSameAs(late);
    }

    @Test
    void weights_that_are_no_numbers_are_never_kept() throws InterruptedException {
        Model good = scored().getFirst();
        Network broken = Network.of(good);
        Model present = broken.snapshot();
        for (Tensor tensor : present.tensors().values()) {
            tensor.values()[0] = Float.NaN;
        }

        assertThat(choose(dataset, present, good)).isSameAs(good);
    }

    @Test
    void a_run_that_is_told_to_stop_meanwhile_keeps_the_scored_weights() throws InterruptedException {
        List<Model> models = scored();
        try (Workers workers = new Workers(1)) {
            FallbackWeights survivors = new FallbackWeights(dataset, Toy.BATCH, workers);
            assertThat(survivors.choose(models.getLast(), models.getFirst(), () -> false))
                    .isSameAs(models.getFirst());
        }
    }
}
