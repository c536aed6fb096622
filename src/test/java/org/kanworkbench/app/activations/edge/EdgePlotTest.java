package org.kanworkbench.app.activations.edge;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.geometry.Rectangle2D;
import org.junit.jupiter.api.Test;

class EdgePlotTest {

    @Test
    void the_reading_is_told_away_from_what_is_pulled() {
        Rectangle2D area = new Rectangle2D(40, 10, 294, 180);
        for (double pointer = 40; pointer <= 334; pointer++) {
            Rectangle2D box = EdgePlot.readingBox(area, pointer, 100, 60);
            assertThat(Math.abs(pointer - Math.clamp(pointer, box.getMinX(), box.getMaxX())))
                    .isGreaterThanOrEqualTo(12);
            assertThat(area.contains(box)).as("at %f", pointer).isTrue();
        }
    }
}
