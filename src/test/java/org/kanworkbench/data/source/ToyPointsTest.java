package org.kanworkbench.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Examples;
import org.kanworkbench.data.source.DataSource.Toy;

class ToyPointsTest {

    private static final Offset<Double> FLOATS = within(1e-6);

    private static Dataset exact(ToyShape shape) {
        return new Toy(shape, 0, 600, 7).load();
    }

    private interface Place {
        void check(double x, double y, int label);
    }

    private static void everywhere(Examples examples, Place place) {
        float[] point = new float[2];
        for (int row = 0; row < examples.size(); row++) {
            examples.features().copyRow(row, point, 0);
            place.check(point[0], point[1], examples.labels()[row]);
        }
    }

    @Test
    void moons_are_the_upper_and_the_lower_half_of_two_circles() {
        everywhere(exact(ToyShape.MOONS).train(), (x, y, label) -> {
            double dx = label == 0 ? x : x - 1;
            double dy = label == 0 ? y : 0.5 - y;
            assertThat(Math.hypot(dx, dy)).isCloseTo(1, FLOATS);
            assertThat(dy).isGreaterThanOrEqualTo(-1e-6);
        });
    }

    @Test
    void circles_have_radius_one_and_a_half() {
        everywhere(
                exact(ToyShape.CIRCLES).test(),
                (x, y, label) -> assertThat(Math.hypot(x, y)).isCloseTo(label == 0 ? 1 : 0.5, FLOATS));
    }

    @Test
    void an_arm_of_the_spiral_is_the_other_turned_by_half_a_turn() {
        everywhere(exact(ToyShape.SPIRAL).train(), (x, y, label) -> {
            double radius = Math.hypot(x, y);
            assertThat(radius).isLessThanOrEqualTo(2);
            double angle = radius / 2 * 3.5 * Math.PI;
            double side = label == 0 ? 1 : -1;
            assertThat(x).isCloseTo(side * radius * Math.sin(angle), within(1e-5));
            assertThat(y).isCloseTo(side * radius * Math.cos(angle), within(1e-5));
        });
    }

    @Test
    void the_class_of_xor_tells_whether_the_signs_differ() {
        everywhere(exact(ToyShape.XOR).train(), (x, y, label) -> {
            assertThat(x * y > 0).isEqualTo(label == 0);
            assertThat(Math.max(Math.abs(x), Math.abs(y))).isLessThanOrEqualTo(1);
        });
    }

    @Test
    void every_cloud_has_its_own_middle() {
        double[][] sums = new double[3][3];
        everywhere(exact(ToyShape.GAUSSIANS).train(), (x, y, label) -> {
            sums[label][0] += x;
            sums[label][1] += y;
            sums[label][2]++;
        });
        double[][] corners = {{0, 1}, {-Math.sqrt(0.75), -0.5}, {Math.sqrt(0.75), -0.5}};
        for (int label = 0; label < 3; label++) {
            // Five standard errors of a mean of 200 values.
            Offset<Double> close = within(5 * 0.2 / Math.sqrt(200));
            assertThat(sums[label][2]).isEqualTo(200);
            assertThat(sums[label][0] / 200).isCloseTo(corners[label][0], close);
            assertThat(sums[label][1] / 200).isCloseTo(corners[label][1], close);
        }
    }

    @ParameterizedTest
    @EnumSource
    void noise_moves_points_by_its_standard_deviation_and_leaves_where_they_began(ToyShape shape) {
        float[] still = values(new Toy(shape, 0, 5000, 3).load().train());
        float[] once = values(new Toy(shape, 0.1, 5000, 3).load().train());
        float[] twice = values(new Toy(shape, 0.2, 5000, 3).load().train());
        double squares = 0;
        for (int i = 0; i < still.length; i++) {
            double moved = once[i] - still[i];
            squares += moved * moved;
            assertThat(twice[i] - still[i]).isCloseTo((float) (2 * moved), within(1e-5f));
        }
        assertThat(Math.sqrt(squares / still.length)).isCloseTo(0.1, within(0.005));
    }

    @ParameterizedTest
    @EnumSource
    void a_seed_gives_the_same_points_with_more_rows_behind_them_and_others_to_test(ToyShape shape) {
        Dataset few = new Toy(shape, 0.1, 100, 3).load();
        float[] first = values(few.train());
        float[] more = values(new Toy(shape, 0.1, 400, 3).load().train());
        assertThat(Arrays.copyOf(more, first.length)).isEqualTo(first);
        assertThat(values(new Toy(shape, 0.1, 100, 4).load().train())).isNotEqualTo(first);
        Set<Float> seen = new TreeSet<>();
        for (float value : first) {
            seen.add(value);
        }
        for (float value : values(few.test())) {
            assertThat(seen).doesNotContain(value);
        }
        assertThat(few.train().size()).isEqualTo(100);
        assertThat(few.test().size()).isEqualTo(25);
    }

    private static float[] values(Examples examples) {
        float[] values = new float[2 * examples.size()];
        for (int row = 0; row < examples.size(); row++) {
            examples.features().copyRow(row, values, 2 * row);
        }
        return values;
    }

    @ParameterizedTest
    @CsvSource({
        "-0.1,100,0,noise",
        "NaN,100,0,noise",
        "1.5,100,0,noise",
        "0,9,0,rows",
        "0,100001,0,rows",
        "0,100,-1,seed"
    })
    void impossible_sets_are_refused(double noise, int rows, long seed, String what) {
        assertThatThrownBy(() -> new Toy(ToyShape.MOONS, noise, rows, seed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(what)
                .hasMessageContaining("choose");
    }
}
