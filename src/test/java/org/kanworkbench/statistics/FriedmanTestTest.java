package org.kanworkbench.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FriedmanTestTest {

    /** The example of scipy.stats.friedmanchisquare: pulse before, at once after and five minutes after exercise. */
    private static final double[][] PULSES = {
        {72, 120, 76}, {96, 120, 95}, {88, 132, 104}, {92, 120, 96}, {74, 101, 84}, {76, 96, 72}, {82, 112, 76}
    };

    @Test
    void ranks_are_those_of_scipy() {
        FriedmanTest test = FriedmanTest.of(PULSES);

        assertThat(test.meanRanks()).containsExactly(new double[] {18 / 7.0, 1, 17 / 7.0}, within(1e-12));
        // 0.005 by the asymptotic distribution; seven blocks have a shorter tail.
        assertThat(test.p()).isBetween(0.001, 0.006);
        assertThat(test.differ(0, 1)).isTrue();
        assertThat(test.differ(0, 2)).isFalse();
    }

    /** Exact distributions for three treatments, as tabulated: of χ² by Friedman, of the range by Wilcoxon and Wilcox. */
    @Test
    void few_blocks_have_the_tabled_probabilities() {
        double[] order = {3, 2, 1};

        FriedmanTest three = FriedmanTest.of(new double[][] {order, order, order});
        assertThat(three.p()).isEqualTo(6 / 216.0);
        assertThat(three.criticalDifference()).isEqualTo(6 / 3.0);
        assertThat(three.differ(0, 2)).isTrue();
        assertThat(three.differ(0, 1)).isFalse();
        assertThat(FriedmanTest.of(new double[][] {order, order, order, order}).criticalDifference())
                .isEqualTo(7 / 4.0);
        assertThat(FriedmanTest.of(new double[][] {order, order, order, order, order})
                        .criticalDifference())
                .isEqualTo(8 / 5.0);
        assertThat(FriedmanTest.of(new double[][] {order, {3, 2, 1}, {3, 2, 1}, {2, 3, 1}})
                        .p())
                .isCloseTo(0.042, within(0.005));
    }

    @Test
    void how_many_blocks_can_tell_is_known_before() {
        assertThat(FriedmanTest.canTell(5, 2)).isFalse();
        assertThat(FriedmanTest.canTell(6, 2)).isTrue();
        assertThat(FriedmanTest.canTell(2, 3)).isFalse();
        assertThat(FriedmanTest.canTell(3, 3)).isTrue();
        // A tie takes three of three their chance, and is named then, also where rank sums are whole.
        FriedmanTest tied = FriedmanTest.of(new double[][] {{3, 2, 1}, {3, 2, 1}, {2, 2, 1}});
        assertThat(tied.tied()).isTrue();
        assertThat(FriedmanTest.of(new double[][] {{3, 2, 2}, {3, 2, 2}}).tied())
                .isTrue();
        assertThat(FriedmanTest.of(new double[][] {{3, 2, 1}, {3, 1, 2}}).tied())
                .isFalse();
    }

    @Test
    void two_blocks_of_three_can_show_nothing() {
        FriedmanTest test = FriedmanTest.of(new double[][] {{3, 2, 1}, {3, 2, 1}});

        assertThat(test.criticalDifference()).isInfinite();
        assertThat(test.differ(0, 2)).isFalse();
    }

    @Test
    void equal_values_are_no_difference() {
        FriedmanTest test = FriedmanTest.of(new double[][] {{1, 1, 1}, {2, 2, 2}, {0, 0, 0}});

        assertThat(test.meanRanks()).containsExactly(2, 2, 2);
        assertThat(test.p()).isEqualTo(1);
    }

    /** Nemenyi's q for ten treatments is 3.164. */
    @Test
    void many_blocks_come_to_the_asymptotic_critical_difference() {
        SplittableRandom random = new SplittableRandom(3);
        double[][] values = new double[30][];
        for (int b = 0; b < values.length; b++) {
            values[b] = random.doubles(10).toArray();
        }

        assertThat(FriedmanTest.of(values).criticalDifference())
                .isCloseTo(3.164 * Math.sqrt(10 * 11 / (6.0 * 30)), within(0.06));
    }
}
