package org.kanworkbench.app.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.kanworkbench.app.runs.compare.ScatterPicture;
import org.kanworkbench.search.importance.Contour;
import org.kanworkbench.search.space.Dimension;
import org.kanworkbench.search.space.Domain;
import org.kanworkbench.training.Measure;

class ResultsControllerTest {

    private static final Dimension SETTING = new Dimension("lr", new Domain.Numbers(0, 1, false, false));

    /** The palest of eight steps is the paper's colour. */
    private static final double PAPER = 1.0 / 8;

    @Test
    void a_contour_is_coloured_everywhere_and_strongest_where_scores_are_best() {
        Contour map = new Contour(SETTING, SETTING, new double[][] {{2.5, 3}, {3.5, 4}});

        ScatterPicture.Ground errors = ResultsController.ground(Measure.RMSE, map);
        assertThat(share(errors, 0, 0)).isEqualTo(1);
        assertThat(share(errors, 1, 1)).isBetween(PAPER, 2 * PAPER);
        assertThat(errors.label().apply(errors.most())).isEqualTo("2.500 (better)");
        assertThat(errors.label().apply(errors.least())).isEqualTo("4.000");

        ScatterPicture.Ground accuracies = ResultsController.ground(Measure.ACCURACY, map);
        assertThat(share(accuracies, 1, 1)).isEqualTo(1);
        assertThat(share(accuracies, 0, 0)).isBetween(PAPER, 2 * PAPER);

        ScatterPicture.Ground even =
                ResultsController.ground(Measure.RMSE, new Contour(SETTING, SETTING, new double[][] {{3}}));
        assertThat(share(even, 0, 0)).isEqualTo(1);
    }

    private static double share(ScatterPicture.Ground map, int row, int column) {
        return (map.values()[row][column] - map.least()) / (map.most() - map.least());
    }
}
