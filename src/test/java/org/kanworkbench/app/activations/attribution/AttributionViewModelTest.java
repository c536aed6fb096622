package org.kanworkbench.app.activations.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayDeque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kanworkbench.app.activations.ActivationsViewModel;
import org.kanworkbench.app.activations.attribution.AttributionWork.Answer;
import org.kanworkbench.app.activations.attribution.AttributionWork.Method;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.work.Threads;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.ToyShape;
import org.kanworkbench.engine.InitialModel;
import org.kanworkbench.engine.Predictor;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.Model;

class AttributionViewModelTest {

    private final Workspace workspace = new Workspace();
    private final Dataset data = DataSource.Toy.of(ToyShape.GAUSSIANS).load();
    private final Model weights = InitialModel.of("kal-net", 2, List.of(8), 3, 1);
    private AttributionViewModel viewModel;

    @BeforeEach
    void open() {
        ActivationsViewModel activations =
                new ActivationsViewModel(workspace, new Threads(Runnable::run, Runnable::run));
        activations.inView.set(true);
        viewModel = new AttributionViewModel(activations, new Threads(Runnable::run, Runnable::run));
        workspace.open("net", data).update(weights);
    }

    @AfterEach
    void close() {
        workspace.close();
    }

    private Answer answer() {
        return viewModel.answerProperty().get();
    }

    private float[] logits(float[] x) {
        float[] logits = new float[3];
        new Predictor(weights, 1, new Workers(1)).predict(x, 1, logits);
        return logits;
    }

    @Test
    void nothing_is_attributed_while_nobody_looks() {
        assertThat(answer()).isNull();

        viewModel.wanted.set(true);

        assertThat(answer()).isNotNull();
    }

    @Test
    void integrated_gradients_account_for_the_output_of_the_networks_own_answer() {
        viewModel.wanted.set(true);
        viewModel.row.set(7);

        float[] logits = logits(answer().request().x());
        assertThat(logits[answer().predicted()]).isEqualTo(Math.max(logits[0], Math.max(logits[1], logits[2])));
        assertThat(answer().output()).isEqualTo(answer().predicted());
        assertThat(answer().attribution().output()).isCloseTo(logits[answer().output()], within(1e-5));
        assertThat(answer().attribution().completenessError()).isCloseTo(0, within(0.02));
    }

    /** Alone in a batch a row would have another range than beside the others. */
    @Test
    void the_predicted_class_is_that_of_the_attributed_outputs_where_a_network_scales_by_its_batch() {
        workspace.open("scaled", data).update(InitialModel.of("kal-net-faithful", 2, List.of(8), 3, 3));
        viewModel.wanted.set(true);

        for (int row = 0; row < 20; row++) {
            viewModel.row.set(row);
            viewModel.output.set(null);
            double largest = answer().attribution().output();
            for (int output = 0; output < 3; output++) {
                viewModel.output.set(output);
                assertThat(answer().attribution().output()).isLessThanOrEqualTo(largest);
            }
        }
    }

    @Test
    void another_class_or_method_is_attributed_at_once() {
        viewModel.wanted.set(true);
        viewModel.output.set(2);
        float[] integrated = answer().attribution().values();
        assertThat(answer().output()).isEqualTo(2);

        viewModel.method.set(Method.GRADIENT_TIMES_INPUT);

        assertThat(answer().attribution().values()).isNotEqualTo(integrated);
    }

    @Test
    void a_drawing_takes_the_test_pictures_place() {
        viewModel.wanted.set(true);
        float[] row = {0.5f, -0.25f};

        workspace.explained.set(row);

        assertThat(viewModel.drawn.get()).isTrue();
        assertThat(answer().request().x()).isSameAs(row);
        viewModel.drawn.set(false);
        assertThat(answer().request().x()).isNotSameAs(row);
    }

    @Test
    void a_drawing_that_does_not_fit_the_model_is_not_attributed() {
        viewModel.wanted.set(true);

        workspace.explained.set(new float[784]);

        assertThat(answer()).isNull();
    }

    @Test
    void answers_are_shown_while_a_training_changes_the_weights_faster_than_they_come() {
        ArrayDeque<Runnable> answers = new ArrayDeque<>();
        AttributionViewModel slow =
                new AttributionViewModel(viewModel.activations, new Threads(Runnable::run, answers::add));
        slow.wanted.set(true);

        workspace.models().getFirst().update(InitialModel.of("kal-net", 2, List.of(8), 3, 2));
        answers.remove().run();

        assertThat(slow.answerProperty().get()).isNotNull();
    }
}
