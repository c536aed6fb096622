package org.kanworkbench.app.controls.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import javafx.geometry.Point2D;
import javafx.scene.layout.Region;
import org.junit.jupiter.api.Test;

class EvenRowsTest {

    private final EvenRows rows = new EvenRows();

    private List<Point2D> places(int parts, double width) {
        rows.setHgap(8);
        rows.setVgap(4);
        rows.getChildren()
                .setAll(IntStream.range(0, parts)
                        .mapToObj(_ -> {
                            Region part = new Region();
                            part.setPrefSize(100, 50);
                            return part;
                        })
                        .toList());
        rows.resize(width, rows.prefHeight(width));
        rows.layout();
        return rows.getChildren().stream()
                .map(part -> new Point2D(part.getLayoutX(), part.getLayoutY()))
                .toList();
    }

    private Point2D size(int part) {
        Region one = (Region) rows.getChildren().get(part);
        return new Point2D(one.getWidth(), one.getHeight());
    }

    @Test
    void one_row_where_all_have_the_width_that_they_prefer() {
        assertThat(places(6, 640)).extracting(Point2D::getX).containsExactly(0.0, 108.0, 216.0, 324.0, 432.0, 540.0);
        assertThat(rows.getHeight()).isEqualTo(50);
        assertThat(size(5)).isEqualTo(new Point2D(100, 50));
    }

    @Test
    void else_two_of_equal_length() {
        assertThat(places(6, 580)).containsSubsequence(new Point2D(0, 0), new Point2D(0, 54));
        assertThat(rows.getHeight()).isEqualTo(104);
        assertThat(size(0).getX()).isEqualTo(188);
        assertThat(places(8, 580)).element(4).isEqualTo(new Point2D(0, 54));
    }

    @Test
    void nothing_takes_no_room() {
        assertThat(places(0, 580)).isEmpty();
        assertThat(rows.getHeight()).isZero();
    }
}
