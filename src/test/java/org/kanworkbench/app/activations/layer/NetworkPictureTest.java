package org.kanworkbench.app.activations.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.kanworkbench.app.OnScreen.at;
import static org.kanworkbench.app.OnScreen.await;
import static org.kanworkbench.app.OnScreen.text;
import static org.kanworkbench.app.OnScreen.visible;

import java.util.List;
import java.util.Optional;
import javafx.event.Event;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.input.ScrollEvent;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.kanworkbench.app.WholeWindow;
import org.kanworkbench.app.WindowExtension;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.data.Target;
import org.kanworkbench.engine.InitialModel;
import org.kanworkbench.explain.Edge;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;
import org.testfx.framework.junit5.Stop;

/** A small network seen whole, with mouse and keys in the real window. */
@ExtendWith(WindowExtension.class)
class NetworkPictureTest {

    private final WholeWindow whole = new WholeWindow();
    private final Workspace workspace = whole.workspace();

    @Start
    void open(Stage stage) {
        whole.open(stage, "activations");
    }

    @Stop
    void close() {
        whole.close();
    }

    private NetworkPicture open(FxRobot robot) {
        robot.interact(() -> workspace
                .open("net", new Target.Classes(List.of("a", "b")), Optional.empty())
                .update(InitialModel.of("kal-net", 2, List.of(3), 2, 1)));
        await(() ->
                visible(robot, "#network-picture") && text(robot, "#edge-title").contains("→"));
        robot.interact(() -> robot.lookup("#network-picture").query().requestFocus());
        return robot.lookup("#network-picture").queryAs(NetworkPicture.class);
    }

    @Test
    void arrows_go_from_edge_to_edge_and_enter_pins(FxRobot robot) {
        open(robot);
        robot.moveTo("#header-title");
        robot.interact(() -> robot.lookup("#network-picture").query().requestFocus());
        robot.type(KeyCode.RIGHT, KeyCode.UP);
        for (int i = 0; i < 6; i++) {
            robot.type(KeyCode.RIGHT);
        }
        await(() -> text(robot, "#edge-title").equals("h3 → class b"));
        robot.press(KeyCode.CONTROL).type(KeyCode.ENTER).release(KeyCode.CONTROL);
        assertThat(robot.lookup(".pinned-edge").queryAll()).as("that starts").isEmpty();
        robot.type(KeyCode.ENTER);
        await(() -> robot.lookup(".pinned-edge").queryAll().size() == 1);
    }

    @Test
    void an_edge_that_another_pane_asks_for_takes_the_place_of_the_marked_one(FxRobot robot) {
        open(robot);
        robot.type(KeyCode.RIGHT, KeyCode.RIGHT);
        await(() -> !text(robot, "#edge-title").equals("x2 → h2"));
        robot.interact(() -> workspace.inspect(workspace.models().getFirst(), new Edge(0, 1, 1)));
        await(() -> text(robot, "#edge-title").equals("x2 → h2"));
        robot.interact(() -> workspace.inspect(workspace.models().getFirst(), new Edge(1, 0, 2)));
        await(() -> text(robot, "#edge-title").equals("h3 → class a"));
        assertThat(robot.lookup(".pinned-edge").queryAll()).isEmpty();
    }

    @Test
    void wheel_and_keys_zoom_and_0_restores(FxRobot robot) {
        NetworkPicture picture = open(robot);
        robot.moveTo("#network-picture");
        wheel(robot, picture, false);
        assertThat(picture.zoom()).as("the wheel alone scrolls the page").isEqualTo(1);
        wheel(robot, picture, true);
        await(() -> picture.zoom() > 1);
        robot.type(KeyCode.DIGIT0);
        await(() -> picture.zoom() == 1);
        robot.type(KeyCode.PLUS, KeyCode.PLUS, KeyCode.MINUS);
        await(() -> picture.zoom() > 1);
        assertThat(picture.zoom()).isCloseTo(1.15, within(1e-9));
    }

    private static void wheel(FxRobot robot, NetworkPicture picture, boolean control) {
        robot.interact(() -> Event.fireEvent(
                picture,
                new ScrollEvent(
                        ScrollEvent.SCROLL,
                        9,
                        9,
                        9,
                        9,
                        false,
                        control,
                        false,
                        false,
                        false,
                        false,
                        0,
                        40,
                        0,
                        40,
                        ScrollEvent.HorizontalTextScrollUnits.NONE,
                        0,
                        ScrollEvent.VerticalTextScrollUnits.NONE,
                        0,
                        0,
                        null)));
    }

    @Test
    void a_curve_that_is_dragged_is_found_where_it_was_put(FxRobot robot) {
        open(robot);
        // The first of six curves of the lower layer, to a place where none lies.
        robot.drag(at(robot, "#network-picture", 1 / 12.0, 0.72), MouseButton.PRIMARY)
                .moveTo(at(robot, "#network-picture", 0.4, 0.6))
                .drop();
        robot.moveTo("#header-title");
        robot.moveTo(at(robot, "#network-picture", 0.4, 0.6));
        await(() -> text(robot, "#edge-title").equals("x1 → h1"));

        // Onto the second, which is drawn later.
        robot.moveTo(at(robot, "#network-picture", 3 / 12.0, 0.72));
        await(() -> !text(robot, "#edge-title").equals("x1 → h1"));
        String second = text(robot, "#edge-title");
        robot.drag(at(robot, "#network-picture", 0.4, 0.6), MouseButton.PRIMARY)
                .moveTo(at(robot, "#network-picture", 3 / 12.0, 0.72))
                .drop();
        robot.moveTo("#header-title");
        robot.moveTo(at(robot, "#network-picture", 3 / 12.0, 0.72));
        await(() -> text(robot, "#edge-title").equals(second));
    }
}
