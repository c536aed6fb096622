package org.kanworkbench.formula;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.kanworkbench.expression.ExpressionParser;
import org.kanworkbench.formula.network.CandidateFunction;
import org.kanworkbench.formula.network.Edge;
import org.kanworkbench.formula.network.Knots;
import org.kanworkbench.formula.network.MultKan;
import org.kanworkbench.formula.network.MultKan.Place;
import org.kanworkbench.formula.network.MultKan.Width;

/** A network that is known in closed form, against formulas that are right, wrong and not defined everywhere. */
class AgreementTest {

    private static final List<String> NAMES = List.of("x", "y");
    private static final Samples ROWS =
            new Samples(new double[][] {{-1, 0, 1, 0.5}, {-1, 0, 1, 0.5}}, new double[] {1, 2, 3, 4});

    /** 2·x² + y on inputs as they are. */
    private static MultKan network() {
        MultKan made = MultKan.create(
                new double[] {-1, -1}, new double[] {1, 1}, List.of(Width.sums(1)), Knots.even(-1, 1, 5, 3), 0);
        return made.withEdge(new Place(0, 0, 0), function("x^2", 2)).withEdge(new Place(0, 0, 1), function("x", 1));
    }

    private static Edge function(String name, double c) {
        return new Edge.Function(CandidateFunction.named(name).orElseThrow(), 1, 0, c, 0);
    }

    private static Agreement agreement(String formula) {
        return Agreement.of(new Formula(ExpressionParser.parse(formula), NAMES), network(), ROWS, Scaling.none(2), 7);
    }

    @Test
    void the_same_function_agrees_everywhere() {
        Agreement same = agreement("2*x^2 + y");
        assertThat(same.greatest()).isLessThan(1e-12);
        assertThat(same.undefined()).isZero();
        assertThat(same.gaps()).isEmpty();
    }

    /** The difference y is even over -1 … 1: its root mean square is 1/√3. */
    @Test
    void differences_are_measured_over_the_ranges_of_the_rows() {
        Agreement other = agreement("2*x^2");
        assertThat(other.greatest()).isCloseTo(1, within(0.01));
        assertThat(other.rms()).isCloseTo(1 / Math.sqrt(3), within(0.02));
    }

    /** y and 2x² + y have unequal signs between −2x² and 0: 2 − 4/3·√½ of the 4 that there are. */
    @Test
    void classes_are_those_of_the_signs() {
        assertThat(agreement("20*x^2 + 10*y").sameClass()).isEqualTo(1);
        assertThat(agreement("y").sameClass()).isCloseTo(1 - (2 - 4 / 3.0 * Math.sqrt(0.5)) / 4, within(0.03));
        assertThat(agreement("log(-1 - x^2)").sameClass()).isZero();
    }

    @Test
    void where_a_formula_is_not_defined_is_told() {
        Agreement partly = agreement("log(0.5 - x)");
        assertThat(partly.undefined()).isBetween(400, 600);
        assertThat(partly.gaps()).extracting(Agreement.Gap::input).containsExactly("x", "y");
        assertThat(partly.gaps().getFirst().from()).isCloseTo(0.5, within(0.01));
        assertThat(partly.gaps().getFirst().to()).isCloseTo(1, within(0.01));
    }

    /** [2, 2, 1] whose first hidden node loses its edges: what leads from it goes as well. */
    @Test
    void cutting_an_edge_takes_what_leads_nowhere_with_it() {
        MultKan deep = MultKan.create(
                new double[] {-1, -1},
                new double[] {1, 1},
                List.of(Width.sums(2), Width.sums(1)),
                Knots.even(-1, 1, 5, 3),
                0);
        Optional<Set<Place>> gone = Pruner.cut(deep, place -> place.layer() == 0 && place.subnode() == 0);
        assertThat(gone.orElseThrow())
                .containsExactlyInAnyOrder(new Place(0, 0, 0), new Place(0, 0, 1), new Place(1, 0, 0));
        assertThat(Pruner.cut(deep, place -> place.layer() == 1 && place.input() == 1)
                        .orElseThrow())
                .containsExactlyInAnyOrder(new Place(1, 0, 1), new Place(0, 1, 0), new Place(0, 1, 1));
        assertThat(Pruner.cut(deep, place -> place.layer() == 1)).isEmpty();
    }

    /** A product of a sum and nothing is nothing. */
    @Test
    void a_product_goes_with_any_of_its_factors() {
        MultKan product = MultKan.create(
                new double[] {-1, -1},
                new double[] {1, 1},
                List.of(new Width(1, List.of(2)), Width.sums(1)),
                Knots.even(-1, 1, 5, 3),
                0);
        Optional<Set<Place>> gone = Pruner.cut(product, place -> place.layer() == 0 && place.subnode() == 1);
        assertThat(gone.orElseThrow())
                .containsExactlyInAnyOrder(
                        new Place(0, 1, 0),
                        new Place(0, 1, 1),
                        new Place(0, 2, 0),
                        new Place(0, 2, 1),
                        new Place(1, 0, 1));
    }
}
