package org.kanworkbench.app.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kanworkbench.app.OnScreen.await;
import static org.kanworkbench.app.OnScreen.text;
import static org.kanworkbench.app.WindowExtension.settle;
import static org.testfx.util.WaitForAsyncUtils.waitFor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Toggle;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.kanworkbench.app.WholeWindow;
import org.kanworkbench.app.WindowExtension;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.shell.settings.Theme;
import org.kanworkbench.bench.window.FxThread;
import org.kanworkbench.bench.window.WindowRobot;
import org.kanworkbench.data.Dataset.ImageShape;
import org.kanworkbench.data.Target;
import org.kanworkbench.engine.InitialModel;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;
import org.testfx.framework.junit5.Stop;

/** What holds in each pane of the real window, with two models open, at its smallest comfortable size. */
@ExtendWith(WindowExtension.class)
class EveryPaneTest {

    private static final List<String> PANES =
            List.of("train", "activations", "draw", "quantize", "noise", "formulas", "search", "runs");
    private static final int SIDE = 28;
    private static final int FRAMES = 4;
    private static final int LAYOUTS = 4;

    private static final int MOST_LAYOUTS = 40;

    private final WholeWindow whole = new WholeWindow();
    private final Workspace workspace = whole.workspace();
    private WorkbenchWindow window;
    private Parent root;

    @Start
    void open(Stage stage) {
        whole.open(stage, "train");
        window = whole.window();
        root = stage.getScene().getRoot();
        for (int i = 1; i <= 2; i++) {
            OpenModel model = workspace.open(
                    "kal-net #" + i, Target.Classes.numbered(10), Optional.of(new ImageShape(SIDE, SIDE)));
            model.update(InitialModel.of("kal-net", SIDE * SIDE, List.of(16), 10, i));
        }
    }

    @Stop
    void close() {
        workspace.close();
    }

    /** Shows one pane after the other, and tells what was found amiss in each and did not come right by waiting. */
    private List<String> everywhere(FxRobot robot, Function<String, List<String>> look) {
        robot.interact(() -> window.show("train"));
        await(() -> !robot.lookup("#start").queryButton().isDisabled());
        robot.interact(() -> window.show("activations"));
        await(() -> text(robot, "#edge-title").contains("→"));
        List<String> amiss = new ArrayList<>();
        for (String pane : PANES) {
            robot.interact(() -> window.show(pane));
            settle();
            List<String> found = new ArrayList<>();
            try {
                waitFor(5, TimeUnit.SECONDS, () -> {
                    robot.interact(() -> {
                        found.clear();
                        found.addAll(look.apply(pane));
                    });
                    return found.isEmpty();
                });
            } catch (TimeoutException e) {
                found.forEach(what -> amiss.add(pane + ": " + what));
            }
        }
        return amiss;
    }

    @Test
    void all_that_takes_the_keyboard_has_a_name_to_be_read_aloud(FxRobot robot) throws Exception {
        assertThat(everywhere(robot, _ -> PaneWalk.nameless(root))).isEmpty();
    }

    @Test
    void tab_leads_to_all_fields_and_buttons_in_the_order_of_reading_and_shows_where_it_is(FxRobot robot)
            throws Exception {
        FocusRing ring = new FocusRing();
        assertThat(everywhere(robot, pane -> {
                    root.lookup("#rail-" + pane).requestFocus();
                    List<Node> met = PaneWalk.tabs(root);
                    List<String> amiss = new ArrayList<>(PaneWalk.skipped(root, met));
                    amiss.addAll(PaneWalk.backwards(met));
                    amiss.addAll(ring.missing(root, met));
                    return amiss;
                }))
                .isEmpty();
    }

    @Test
    void no_text_is_cut_off_in_either_theme(FxRobot robot) throws Exception {
        for (Theme theme : Theme.values()) {
            robot.interact(() -> window.use(theme));
            assertThat(everywhere(robot, _ -> PaneWalk.truncated(root)))
                    .as("%s", theme)
                    .isEmpty();
        }
    }

    /** A pane that has shrunk unseen once drew near to its size by a few pixels a frame, away from the pointer. */
    @Test
    void what_was_made_in_a_large_window_keeps_its_place_from_the_first_picture_in_a_small_one(FxRobot robot)
            throws Exception {
        everywhere(robot, _ -> List.of());
        List<String> moved = new ArrayList<>();
        for (String pane : PANES) {
            resize(1600, 1000);
            robot.interact(() -> window.show(pane));
            FxThread.frames(FRAMES);
            robot.interact(() -> window.show(pane.equals("train") ? "runs" : "train"));
            resize(1500, 660);
            robot.interact(() -> window.show(pane));
            Map<String, Double> first = FxThread.call(this::tops);
            FxThread.frames(FRAMES);
            Map<String, Double> later = FxThread.call(this::settled);
            first.keySet().retainAll(later.keySet());
            first.forEach((id, top) -> {
                if (Math.abs(later.get(id) - top) > 1) {
                    moved.add(pane + ": #" + id + " moved from " + top + " to " + later.get(id));
                }
            });
        }
        assertThat(moved).isEmpty();
    }

    private void resize(int... size) throws InterruptedException {
        FxThread.call(() -> {
            WindowSizes.layOut(root.getScene(), size);
            return null;
        });
        FxThread.frames(FRAMES);
    }

    /** After so many layouts in a row that changed nothing, as some sizes follow from others. */
    private Map<String, Double> settled() {
        Map<String, Double> now = tops();
        for (int all = 0, alike = 0; all < MOST_LAYOUTS && alike < LAYOUTS; all++) {
            PaneWalk.all(root).filter(Parent.class::isInstance).forEach(node -> ((Parent) node).requestLayout());
            root.layout();
            Map<String, Double> before = now;
            now = tops();
            alike = now.equals(before) ? alike + 1 : 0;
        }
        return now;
    }

    /** Of what is shown and has a name. */
    private Map<String, Double> tops() {
        return PaneWalk.all(root)
                .filter(node -> node.getId() != null && WindowRobot.isShown(node))
                .collect(Collectors.toMap(
                        Node::getId,
                        node -> node.localToScene(node.getLayoutBounds()).getMinY(),
                        (one, _) -> one));
    }

    @Test
    void arrows_go_along_tabs_and_space_chooses(FxRobot robot) {
        robot.interact(() -> {
            window.show("noise");
            root.lookup("#noise-tab-fit").requestFocus();
        });
        robot.type(KeyCode.RIGHT, KeyCode.SPACE);
        settle();
        assertThat(((Toggle) root.lookup("#noise-tab-sweep")).isSelected()).isTrue();
        robot.interact(() -> root.lookup("#rail-noise").requestFocus());
        robot.type(KeyCode.DOWN, KeyCode.SPACE);
        settle();
        assertThat(text(robot, "#header-title")).isEqualTo("Formulas");
    }
}
