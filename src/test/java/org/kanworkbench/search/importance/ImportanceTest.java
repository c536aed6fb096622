package org.kanworkbench.search.importance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.kanworkbench.search.SearchTrial;
import org.kanworkbench.search.space.Dimension;
import org.kanworkbench.search.space.Domain;
import org.kanworkbench.search.space.Space;

class ImportanceTest {

    private static final Space SPACE = new Space(List.of(
            new Dimension("noise", new Domain.Numbers(0, 1, false, false)),
            new Dimension("weak", new Domain.Numbers(0, 1, false, false)),
            new Dimension("strong", new Domain.Numbers(0, 1, false, false))));

    private static List<SearchTrial> trials(int count) {
        return trials(count, 1);
    }

    private static List<SearchTrial> trials(int count, double unit) {
        SplittableRandom random = new SplittableRandom(3);
        List<SearchTrial> trials = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double noise = random.nextDouble();
            double weak = random.nextDouble();
            double strong = random.nextDouble();
            trials.add(new SearchTrial(
                    i,
                    SearchTrial.State.COMPLETE,
                    List.of(unit * (3 * strong + weak)),
                    List.of(0.0),
                    1,
                    0,
                    0,
                    Map.of("noise", noise, "weak", weak, "strong", strong),
                    0,
                    ""));
        }
        return trials;
    }

    @Test
    void of_a_sum_the_shares_are_those_of_the_variances() {
        List<Importance> found = Importance.of(SPACE, trials(300));

        // Exchanging a column adds twice its variance: 9 to 1.
        assertThat(found).extracting(Importance::setting).containsExactly("strong", "weak", "noise");
        assertThat(found.get(0).share()).isCloseTo(0.9, within(0.05));
        assertThat(found.get(1).share()).isCloseTo(0.1, within(0.05));
        assertThat(found.get(2).share()).isLessThan(0.01);
    }

    @Test
    void scores_of_a_small_unit_tell_as_much() {
        assertThat(Importance.of(SPACE, trials(300, 1e-9)))
                .first()
                .satisfies(strong -> assertThat(strong.share()).isCloseTo(0.9, within(0.05)));
    }

    @Test
    void few_trials_tell_nothing() {
        assertThat(Importance.of(SPACE, trials(9))).isEmpty();
    }

    @Test
    void a_contour_is_the_score_that_two_settings_let_expect() {
        Contour contour = Contour.of(SPACE, trials(400), "strong", "weak").orElseThrow();

        double[][] scores = contour.scores();
        int cells = scores.length;
        for (int row = 1; row < cells - 1; row++) {
            for (int column = 1; column < cells - 1; column++) {
                double expected = 3 * (column + 0.5) / cells + (row + 0.5) / cells;
                assertThat(scores[row][column]).isCloseTo(expected, within(0.4));
            }
        }
        assertThat(contour.most()).isGreaterThan(3.4);
        assertThat(contour.least()).isLessThan(0.6);
        assertThat(Contour.of(SPACE, trials(9), "strong", "weak")).isEmpty();
        assertThat(Contour.of(SPACE, trials(20), "strong", "strong")).isEmpty();
        assertThat(Contour.of(SPACE, trials(20), "strong", "lr")).isEmpty();
    }
}
