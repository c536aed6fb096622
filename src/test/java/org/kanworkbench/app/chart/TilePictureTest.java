package org.kanworkbench.app.chart;

import static org.assertj.core.api.Assertions.assertThat;

import eu.hansolo.tilesfx.Tile;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;
import javafx.scene.paint.Color;
import javafx.scene.shape.Arc;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.kanworkbench.app.WindowExtension;
import org.kanworkbench.app.chart.PlotSeries.Line;
import org.kanworkbench.app.chart.TilePicture.Kind;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;

/** TilesFX's pictures as the style sheet wants them. */
@ExtendWith(WindowExtension.class)
class TilePictureTest {

    private final StackPane root = new StackPane();

    @Start
    private void open(Stage stage) {
        Scene scene = new Scene(root, 200, 60);
        scene.getStylesheets().addAll(sheet("tokens"), sheet("train"));
        stage.setScene(scene);
        stage.show();
    }

    private static String sheet(String name) {
        return TilePicture.class
                .getResource("/org/kanworkbench/styles/" + name + ".css")
                .toExternalForm();
    }

    private static PlotSeries series(double... values) {
        PlotSeries series = new PlotSeries("loss", 0, Line.DENSE);
        for (int i = 0; i < values.length; i++) {
            series.add(i, values[i]);
        }
        return series;
    }

    private TilePicture shown(FxRobot robot, Kind kind) {
        TilePicture picture = new TilePicture(kind);
        robot.interact(() -> {
            root.getChildren().setAll(picture);
            picture.show(kind == Kind.SPARKLINE ? series(1, 3, 2) : series());
            root.applyCss();
            root.layout();
        });
        return picture;
    }

    private static Tile tile(TilePicture picture) {
        return (Tile) picture.getChildrenUnmodifiable().getFirst();
    }

    @ParameterizedTest
    @EnumSource
    void says_nothing_and_has_the_colours_of_the_theme(Kind kind, FxRobot robot) {
        TilePicture picture = shown(robot, kind);
        assertThat(picture.lookupAll("Text")).isNotEmpty().noneMatch(Node::isVisible);
        assertThat(tile(picture).getBarColor()).isEqualTo(Color.web("#0a60bf"));
        assertThat(tile(picture).getBarBackgroundColor()).isEqualTo(Color.web("#dde2e7"));
        robot.interact(() -> {
            root.getScene().getStylesheets().add(sheet("tokens-dark"));
            root.applyCss();
        });
        assertThat(tile(picture).getBarColor()).isEqualTo(Color.web("#529ef2"));
        assertThat(tile(picture).getBarBackgroundColor()).isEqualTo(Color.web("#2a313a"));
    }

    @ParameterizedTest
    @EnumSource(names = {"GAUGE", "RING"})
    void an_arc_is_as_long_as_the_share(Kind kind, FxRobot robot) {
        TilePicture picture = new TilePicture(kind);
        picture.share.set(0.25);
        robot.interact(() -> {
            root.getChildren().setAll(picture);
            root.applyCss();
            root.layout();
        });
        assertThat(share(picture)).as("from before it was made").isEqualTo(0.25);
        robot.interact(() -> picture.share.set(0.5));
        assertThat(share(picture)).isEqualTo(0.5);
        robot.interact(() -> picture.share.set(7));
        assertThat(share(picture)).isEqualTo(1);
    }

    private static double share(TilePicture picture) {
        Arc track = arc(picture, 0);
        Arc filled = arc(picture, 1);
        return Math.abs(filled.getLength() / track.getLength());
    }

    private static Arc arc(TilePicture picture, int index) {
        return picture.lookupAll("Arc").stream().map(Arc.class::cast).toList().get(index);
    }

    @Test
    void fills_the_room_that_it_has_and_is_not_made_without(FxRobot robot) {
        TilePicture picture = new TilePicture(Kind.GAUGE);
        robot.interact(() -> {
            picture.resize(10, 44);
            picture.layout();
        });
        assertThat(picture.getChildrenUnmodifiable()).isEmpty();
        TilePicture shown = shown(robot, Kind.GAUGE);
        double width = arc(shown, 0).getBoundsInParent().getWidth();
        assertThat(width).isBetween(0.85 * shown.getHeight() * 2, shown.getHeight() * 2 + 1);
    }

    @Test
    void a_course_of_one_point_is_none(FxRobot robot) {
        TilePicture picture = shown(robot, Kind.SPARKLINE);
        assertThat(tile(picture).isVisible()).isTrue();
        robot.interact(() -> {
            picture.show(series(1));
            root.layout();
        });
        assertThat(tile(picture).isVisible()).isFalse();
    }
}
