package org.kanworkbench.app.activations.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kanworkbench.app.activations.ActivationsViewModel;
import org.kanworkbench.app.activations.edge.CurvesWork;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.work.Threads;
import org.kanworkbench.data.Target;
import org.kanworkbench.engine.InitialModel;
import org.kanworkbench.engine.Network;
import org.kanworkbench.explain.SnapshotSeries.Snapshot;
import org.kanworkbench.network.Model;

/** Without a window; the run is a list of what it was asked. */
class LiveUnitTest {

    private static final long FRAME = 1_000_000_000L / 30;

    private final Workspace workspace = new Workspace();
    private final List<Consumer<Model>> asked = new ArrayList<>();
    private ActivationsViewModel viewModel;
    private LiveUnit unit;
    private OpenModel open;
    private long now;

    @BeforeEach
    void watchARun() {
        viewModel = new ActivationsViewModel(workspace, new Threads(Runnable::run, Runnable::run));
        viewModel.inView.set(true);
        unit = new LiveUnit(viewModel, new Threads(Runnable::run, Runnable::run));
        open = workspace.open("net", new Target.Classes(List.of("a", "b", "c")), Optional.empty());
        open.update(weights(1));
        open.offer((_, _, to) -> asked.add(to));
        viewModel.selection.chooseOutput(2);
    }

    @AfterEach
    void close() {
        workspace.close();
    }

    private static Model weights(long seed) {
        return InitialModel.of("kal-net", 6, List.of(8), 3, seed);
    }

    private static Model edges(long seed) {
        return Network.of(weights(seed)).edgesTo(0, 2);
    }

    private void frame() {
        now += FRAME;
        unit.frame(now);
    }

    private float[] shown() {
        return viewModel.unitProperty().get().values();
    }

    @Test
    void curves_follow_the_run_between_its_published_weights_and_the_map_waits_for_those() {
        LayerPicture map = viewModel.pictureProperty().get();

        frame();
        asked.getFirst().accept(edges(5));

        assertThat(shown()).isEqualTo(CurvesWork.between(edges(5), 0, 2).values());
        assertThat(viewModel.pictureProperty().get()).isSameAs(map);
    }

    @Test
    void published_weights_that_are_older_do_not_turn_the_curves_back() {
        frame();
        asked.getFirst().accept(edges(5));

        open.update(weights(4));

        assertThat(shown()).isEqualTo(CurvesWork.between(edges(5), 0, 2).values());
        assertThat(viewModel.shownProperty().get())
                .isSameAs(open.modelProperty().get());
    }

    @Test
    void the_end_of_the_run_shows_its_last_weights() {
        frame();
        asked.getFirst().accept(edges(5));

        open.offer(null);
        open.update(weights(6));
        frame();

        assertThat(shown()).isEqualTo(CurvesWork.between(edges(6), 0, 2).values());
        assertThat(asked).hasSize(1);
    }

    @Test
    void an_answer_for_an_output_that_was_left_meanwhile_is_not_shown() {
        frame();
        viewModel.selection.chooseOutput(1);
        float[] before = shown();

        asked.getFirst().accept(edges(5));

        assertThat(shown()).isEqualTo(before);
    }

    @Test
    void nothing_is_asked_while_a_moment_is_looked_back_to_or_the_pane_is_out_of_view() {
        viewModel.showSnapshot(new Snapshot(0, 0, weights(3), OptionalDouble.empty()));
        frame();
        viewModel.showSnapshot(null);
        viewModel.inView.set(false);
        frame();

        assertThat(asked).isEmpty();
    }
}
