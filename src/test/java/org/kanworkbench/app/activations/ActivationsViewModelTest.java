package org.kanworkbench.app.activations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.kanworkbench.app.activations.edge.EdgeInputs;
import org.kanworkbench.app.activations.edge.Inspection;
import org.kanworkbench.app.activations.layer.ImportanceMap;
import org.kanworkbench.app.activations.layer.NetworkCurves;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.app.session.ModelChoice;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.work.Threads;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Target;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.ToyShape;
import org.kanworkbench.engine.InitialModel;
import org.kanworkbench.explain.Edge;
import org.kanworkbench.explain.Importance;
import org.kanworkbench.explain.Sample;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.recipe.RecipeField;
import org.kanworkbench.network.tensor.Tensor;

class ActivationsViewModelTest {

    private static final List<String> CLASSES = List.of("a", "b", "c");

    private final Workspace workspace = new Workspace();

    @AfterEach
    void close() {
        workspace.close();
    }

    private ActivationsViewModel inView() {
        ActivationsViewModel viewModel = new ActivationsViewModel(workspace, new Threads(Runnable::run, Runnable::run));
        viewModel.inView.set(true);
        return viewModel;
    }

    private OpenModel open(String name, long seed) {
        OpenModel model = workspace.open(name, new Target.Classes(CLASSES), Optional.empty());
        model.update(weights(seed));
        return model;
    }

    private static Model weights(long seed) {
        return InitialModel.of("kal-net", 6, List.of(8), 3, seed);
    }

    /** The model with one coefficient of the first layer replaced, [output][input][term] of 3 terms. */
    private static Model with(Model model, int output, int input, int term, float value) {
        Map<String, Tensor> tensors = new LinkedHashMap<>(model.tensors());
        Tensor old = model.tensor("layers.0.basis_weight");
        float[] values = old.values().clone();
        values[(output * 6 + input) * 3 + term] = value;
        tensors.put("layers.0.basis_weight", new Tensor(old.shape(), values));
        return new Model(model.network(), tensors);
    }

    @Test
    void what_is_opened_by_hand_is_shown_unless_another_model_is_worked_on() {
        ActivationsViewModel viewModel = inView();
        OpenModel first = open("first", 1);
        OpenModel second = open("second", 2);
        open("third", 3);
        viewModel.choice.choose(first);
        workspace.offer(second);
        assertThat(viewModel.chosen.get()).isSameAs(second);
        viewModel.edit(weights(4));
        workspace.offer(first);
        assertThat(viewModel.chosen.get()).isSameAs(second);
    }

    @Test
    void without_a_model_there_is_nothing_to_show() {
        ActivationsViewModel viewModel = inView();

        assertThat(viewModel.chosen.get()).isNull();
        assertThat(viewModel.pictureProperty().get()).isNull();
    }

    @Test
    void the_newest_model_is_shown_until_another_is_chosen_by_hand() {
        ActivationsViewModel viewModel = inView();
        OpenModel first = open("first", 1);
        OpenModel second = open("second", 2);
        assertThat(viewModel.chosen.get()).isSameAs(second);

        viewModel.choice.choose(first);
        open("third", 3);

        assertThat(viewModel.chosen.get()).isSameAs(first);
        assertThat(workspace.models()).filteredOn(workspace::isUsed).containsExactly(first);
    }

    @Test
    void a_model_that_another_pane_asks_for_is_shown_every_time() {
        OpenModel first = open("first", 1);
        OpenModel second = open("second", 2);
        workspace.ask(ModelChoice.ACTIVATIONS, first);
        ActivationsViewModel viewModel = inView();
        assertThat(viewModel.chosen.get())
                .as("also by a pane that is made for it")
                .isSameAs(first);

        viewModel.choice.choose(second);
        workspace.ask(ModelChoice.QUANTIZE, first);
        assertThat(viewModel.chosen.get()).isSameAs(second);
        workspace.ask(ModelChoice.ACTIVATIONS, first);
        assertThat(viewModel.chosen.get()).isSameAs(first);

        workspace.close(first);
        assertThat(viewModel.chosen.get()).isSameAs(second);
    }

    @Test
    void while_models_come_back_the_one_that_was_in_front_is_shown_and_no_other_before_it() {
        List<OpenModel> shown = new ArrayList<>();
        workspace.session.open.setAll("run 1", "run 2", "run 3");
        workspace.session.parts.put("activationsModel", "run 2");
        ActivationsViewModel viewModel = inView();
        viewModel.chosen.addListener((_, _, now) -> shown.add(now));
        Dataset data = DataSource.Toy.of(ToyShape.XOR).load();

        workspace.session.reopening.set(true);
        List<OpenModel> back = LongStream.of(1, 2, 3)
                .mapToObj(run -> workspace.open("net", OptionalLong.of(run), data))
                .toList();
        workspace.session.reopening.set(false);
        assertThat(shown).containsExactly(back.get(1));
        workspace.open("newer", data);
        assertThat(shown).as("it was no newest one").containsExactly(back.get(1));

        viewModel.choice.choose(workspace.models().getLast());
        assertThat(workspace.session.parts).containsEntry("activationsModel", "");
        workspace.session.reopening.set(true);
        OpenModel begun = workspace.open("net", OptionalLong.of(4), data);
        assertThat(viewModel.chosen.get()).as("a person's").isSameAs(begun);
    }

    @Test
    void nothing_is_computed_while_the_pane_is_out_of_view() {
        ActivationsViewModel viewModel = inView();
        viewModel.inView.set(false);
        open("net", 1);
        assertThat(viewModel.pictureProperty().get()).isNull();

        viewModel.inView.set(true);

        assertThat(viewModel.pictureProperty().get()).isNotNull();
    }

    @Test
    void the_inspected_curve_follows_new_weights() {
        ActivationsViewModel viewModel = inView();
        OpenModel open = open("net", 1);
        viewModel.selection.chooseOutput(2);
        viewModel.selection.inspect(4);
        float[] before = viewModel.inspectionProperty().get().values();

        open.update(with(weights(1), 2, 4, 0, 5));

        Inspection now = viewModel.inspectionProperty().get();
        assertThat(now.values()).isNotEqualTo(before);
        assertThat(now.coefficients()[1]).isEqualTo(5);
        assertThat(now.title()).isEqualTo("x5 → h3");
    }

    @Test
    void the_terms_of_an_edge_add_up_to_its_curve() {
        ActivationsViewModel viewModel = inView();
        open("net", 1);
        viewModel.selection.inspect(3);

        Inspection shown = viewModel.inspectionProperty().get();
        for (int p = 0; p < shown.x().length; p++) {
            double sum = 0;
            for (float[] part : shown.parts()) {
                sum += part[p];
            }
            assertThat(sum).isCloseTo(shown.values()[p], within(1e-5));
        }
        assertThat(shown.terms()).containsExactly("base", "P₁", "P₂", "P₃");
    }

    @Test
    void an_edge_under_the_pointer_is_shown_only_as_long_as_it_is_there() {
        ActivationsViewModel viewModel = inView();
        open("net", 1);
        viewModel.selection.inspect(3);

        viewModel.selection.hover(5);
        assertThat(viewModel.inspectionProperty().get().edge().input()).isEqualTo(5);
        viewModel.selection.hover(ImportanceMap.NONE);

        assertThat(viewModel.inspectionProperty().get().edge().input()).isEqualTo(3);
    }

    @Test
    void edges_of_two_models_are_pinned_together_and_leave_with_their_model() {
        ActivationsViewModel viewModel = inView();
        OpenModel first = open("first", 1);
        viewModel.selection.inspect(0);
        OpenModel second = open("second", 2);
        viewModel.selection.inspect(0);

        assertThat(viewModel.pinnedCurves)
                .extracting(curve -> curve.pin().model())
                .containsExactly(first, second);
        assertThat(viewModel.pinnedCurves.getFirst().function().values())
                .isNotEqualTo(viewModel.pinnedCurves.getLast().function().values());

        workspace.close(first);
        assertThat(viewModel.pinnedCurves)
                .extracting(curve -> curve.pin().model())
                .containsExactly(second);
    }

    @Test
    void a_second_click_takes_the_pin_away() {
        ActivationsViewModel viewModel = inView();
        open("net", 1);
        viewModel.selection.inspect(0);
        viewModel.selection.inspect(0);

        assertThat(viewModel.selection.pins).isEmpty();
        assertThat(viewModel.pinnedCurves).isEmpty();
    }

    @Test
    void a_layer_that_another_model_lacks_becomes_its_last() {
        ActivationsViewModel viewModel = inView();
        open("net", 1);
        viewModel.selection.chooseLayer(1);
        OpenModel flat = workspace.open("flat", new Target.Classes(CLASSES), Optional.empty());
        flat.update(InitialModel.of("kal-net", 6, List.of(), 3, 1));

        assertThat(viewModel.selection.layerProperty().get()).isZero();
        assertThat(viewModel.pictureProperty().get().outputs()).isEqualTo(3);
        assertThat(viewModel.pictureProperty().get().names().output(1)).isEqualTo("class b");
    }

    @Test
    void a_weight_that_is_not_a_number_leaves_a_gap_and_a_note() {
        ActivationsViewModel viewModel = inView();
        workspace
                .open("broken", new Target.Classes(CLASSES), Optional.empty())
                .update(with(weights(1), 2, 4, 1, Float.NaN));
        viewModel.selection.chooseOutput(2);
        viewModel.selection.inspect(4);

        assertThat(viewModel.inspectionProperty().get().broken()).isTrue();
        assertThat(viewModel.inspectionProperty().get().values()).containsOnly(Float.NaN);
        assertThat(viewModel.pictureProperty().get().broken()).isEqualTo(1);
        assertThat(viewModel.pictureProperty().get().strongest(2, 6)[5]).isEqualTo(4);
        assertThat(viewModel.problem.get()).isNull();
    }

    @Test
    void snapshots_that_come_faster_than_they_are_computed_are_left_out() {
        Queue<Runnable> waiting = new ArrayDeque<>();
        ActivationsViewModel viewModel = new ActivationsViewModel(workspace, new Threads(waiting::add, Runnable::run));
        viewModel.inView.set(true);
        OpenModel open = open("net", 1);
        for (int i = 0; i < 50; i++) {
            open.update(with(weights(1), 0, 0, 0, i));
        }

        assertThat(waiting).as("one for the layer: its curves follow it").hasSize(1);
        viewModel.selection.inspect(0);
        while (!waiting.isEmpty()) {
            waiting.poll().run();
        }
        float[] shown = viewModel.unitProperty().get().curve(0);
        assertThat(shown).isNotEmpty();
        assertThat(Arrays.equals(viewModel.inspectionProperty().get().coefficients(), new float[4]))
                .isFalse();
    }

    @Test
    void a_small_network_is_shown_whole_and_any_of_its_edges_can_be_inspected() {
        ActivationsViewModel viewModel = inView();
        open("net", 1);
        NetworkCurves whole = viewModel.networkProperty().get();
        assertThat(whole.layers()).hasSize(2);

        viewModel.selection.inspect(new Edge(1, 2, 7));

        Inspection shown = viewModel.inspectionProperty().get();
        assertThat(shown.title()).isEqualTo("h8 → class c");
        float[] curve = whole.layers().get(1).curve(2, 7);
        assertThat(shown.values()[shown.values().length / 2]).isCloseTo(curve[curve.length / 2], within(1e-5f));
    }

    @Test
    void a_wide_network_is_not_shown_whole() {
        ActivationsViewModel viewModel = inView();
        workspace
                .open("wide", new Target.Classes(CLASSES), Optional.empty())
                .update(InitialModel.of("kal-net", 30, List.of(8), 3, 1));

        assertThat(viewModel.pictureProperty().get()).isNotNull();
        assertThat(viewModel.networkProperty().get()).isNull();
    }

    @Test
    void importance_and_inputs_come_from_training_rows_where_there_are_any() {
        Dataset moons = DataSource.Toy.of(ToyShape.MOONS).load();
        ActivationsViewModel viewModel = inView();
        OpenModel open = workspace.open("net", moons);
        Model weights = InitialModel.of("kal-net-faithful", 2, List.of(8), 2, 1);
        open.describe(of -> SavedModel.ofWeights(
                of,
                "kal-net-faithful",
                Preset.named("kal-net-faithful").orElseThrow().recipe().with(RecipeField.BATCH, 3),
                1));
        open.update(weights);
        viewModel.selection.inspect(1);

        Edge edge = viewModel.inspectionProperty().get().edge();
        float expected = Importance.ofLayers(weights, Sample.of(moons.train().features(), 256, 3), () -> true)
                .orElseThrow()
                .getFirst()
                .of(edge.output(), 1);
        assertThat(viewModel.pictureProperty().get().importance(edge.output(), 1))
                .isEqualTo(expected);
        EdgeInputs met = viewModel.inspectionProperty().get().inputs().orElseThrow();
        assertThat(Arrays.stream(met.counts()).sum()).isBetween(200, 256);
    }
}
