package org.kanworkbench.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ScrollPane.ScrollBarPolicy;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Rectangle;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.kanworkbench.app.WindowExtension;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;

/** Whether the walk sees what a person would see. */
@ExtendWith(WindowExtension.class)
class LayoutWalkTest {

    private static final String LONG = "a text that is longer than the room that is left for it";

    private Stage stage;

    @Start
    void open(Stage shown) {
        stage = shown;
    }

    private List<String> walk(FxRobot robot, Parent content, Function<Parent, List<String>> look) {
        List<String> found = new ArrayList<>();
        robot.interact(() -> {
            stage.setScene(new Scene(content));
            stage.show();
            WindowSizes.layOut(content.getScene(), new int[] {200, 100});
            found.addAll(look.apply(content));
        });
        return found;
    }

    private static Label label(double width) {
        Label label = new Label(LONG);
        label.setMinWidth(width);
        label.setMaxWidth(width);
        return label;
    }

    @Test
    void sees_what_leaves_the_window(FxRobot robot) {
        assertThat(walk(robot, new HBox(label(150), label(150)), LayoutWalk::outside))
                .hasSize(1);
        assertThat(walk(robot, new HBox(label(100), label(100)), LayoutWalk::outside))
                .isEmpty();
    }

    @Test
    void sees_what_is_clipped_but_not_what_can_be_scrolled_to(FxRobot robot) {
        Pane clipped = new Pane(label(150));
        clipped.setClip(new Rectangle(100, 100));
        assertThat(walk(robot, new VBox(clipped), LayoutWalk::outside)).hasSize(1);
        ScrollPane scroll = new ScrollPane(new HBox(label(300)));
        assertThat(walk(robot, new VBox(scroll), LayoutWalk::outside)).isEmpty();
        ScrollPane down = new ScrollPane(new HBox(label(300)));
        down.setHbarPolicy(ScrollBarPolicy.NEVER);
        assertThat(walk(robot, new VBox(down), LayoutWalk::outside)).hasSize(1);
    }

    @Test
    void sees_what_its_parent_has_no_room_for(FxRobot robot) {
        HBox narrow = new HBox(label(60), label(60));
        narrow.setMinWidth(80);
        narrow.setMaxWidth(80);
        assertThat(walk(robot, new HBox(narrow), LayoutWalk::outside)).hasSize(1);
    }

    @Test
    void sees_cut_texts_unless_a_tooltip_says_them_whole_and_no_room_is_left(FxRobot robot) {
        Label explained = label(80);
        explained.setTooltip(new Tooltip(LONG));
        assertThat(walk(robot, new HBox(explained, label(80)), LayoutWalk::cut)).hasSize(1);
        Label beside = new Label("short text");
        beside.setMaxWidth(40);
        beside.setTooltip(new Tooltip("short text"));
        Region filler = new Region();
        HBox.setHgrow(filler, Priority.ALWAYS);
        assertThat(walk(robot, new HBox(beside, filler), LayoutWalk::cut)).hasSize(1);
        TextField field = new TextField("1234567890123456789012345678901234567890");
        assertThat(walk(robot, new HBox(new Button("x"), field), LayoutWalk::cut))
                .hasSize(1);
    }

    @Test
    void sees_a_text_in_the_colour_of_what_is_behind_it(FxRobot robot) {
        Label veiled = new Label("veiled");
        veiled.setStyle("-fx-text-fill: #0a60bf; -fx-background-color: #0a60bf, rgba(10, 96, 191, 0.12);");
        Label plain = new Label("plain");
        plain.setStyle("-fx-text-fill: black;");
        HBox row = new HBox(veiled, plain);
        row.setStyle("-fx-background-color: white;");
        assertThat(walk(robot, row, LayoutWalk::faint))
                .singleElement()
                .asString()
                .contains("veiled");
    }

    @Test
    void sees_what_lies_upon_each_other_except_in_stacks_and_overlays(FxRobot robot) {
        Node above = label(80);
        above.setTranslateY(-10);
        assertThat(walk(robot, new VBox(label(80), above), LayoutWalk::overlapping))
                .hasSize(1);
        assertThat(walk(robot, new StackPane(label(80), label(80)), LayoutWalk::overlapping))
                .isEmpty();
        Label overlay = label(80);
        overlay.setManaged(false);
        overlay.resizeRelocate(0, 0, 80, 20);
        assertThat(walk(robot, new VBox(label(80), overlay), LayoutWalk::overlapping))
                .isEmpty();
    }
}
