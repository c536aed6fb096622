package org.kanworkbench.app.formulas.state;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.kanworkbench.expression.Notation;
import org.kanworkbench.formula.Agreement;
import org.kanworkbench.formula.FormulaData;
import org.kanworkbench.formula.FormulaSearch;
import org.kanworkbench.formula.FormulaSteps;
import org.kanworkbench.formula.Found;
import org.kanworkbench.formula.Samples;
import org.kanworkbench.formula.Scaling;
import org.kanworkbench.formula.network.MultKan;
import org.kanworkbench.formula.network.MultKan.Place;
import org.kanworkbench.formula.network.MultKanPass;
import org.kanworkbench.formula.network.Scores;

/**
 * Rows whose formula is sought, and how.
 *
 * @param label what the rows are
 */
public record FormulaTask(String label, FormulaData data, FormulaSearch.Settings settings, Scaling scaling) {

    public FormulaSteps steps(BooleanSupplier stop) {
        return new FormulaSteps(data.train(), data.validation(), data.names(), scaling, settings.functions(), stop);
    }

    public FormulaSearch.Result search(
            FormulaSearch.Settings own, FormulaSearch.Listener listener, BooleanSupplier stop) {
        return new FormulaSearch(data.train(), data.validation(), data.names(), own, listener, stop).run();
    }

    /** A state to be shown, with all that is measured of it. */
    public State state(String title, MultKan network, MultKan splines, Optional<Found> found, List<Found> all) {
        FormulaSteps steps = steps(() -> false);
        // Who knows classes asks for those that are right.
        Samples judged = data.classified().orElse(data.test());
        MultKanPass pass = steps.pass(network);
        Scores scores = Scores.of(pass);
        Map<Place, EdgeCurve> curves = new HashMap<>();
        for (Place place : network.places()) {
            double[] x = pass.inputs(place.layer())[place.input()];
            Scaling.Affine unit = place.layer() == 0 ? scaling.inputs().get(place.input()) : new Scaling.Affine(0, 1);
            curves.put(place, EdgeCurve.of(x, pass.added(place), unit, scores.of(place)));
        }
        return new State(
                this,
                title,
                network,
                splines,
                found,
                List.copyOf(all),
                Map.copyOf(curves),
                found.map(one -> Notation.LATEX.print(one.formula().expression()))
                        .orElseGet(() -> steps.latex(network)),
                steps.validationRmse(network),
                testRmse(splines),
                found.map(one -> one.formula().rmse(data.test())).orElseGet(() -> testRmse(network)),
                found.map(one -> judged.worse(one.formula().values(judged), scaling.values(splines, judged)))
                        .orElse(false),
                Found.front(all).stream()
                        .map(one -> new State.Scored(one, one.formula().rmse(data.test())))
                        .toList(),
                data.classified()
                        .map(rows -> new State.Accuracy(
                                rows.rows(),
                                rows.accuracy(found.map(one -> one.formula().values(rows))
                                        .orElseGet(() -> scaling.values(network, rows))),
                                rows.accuracy(scaling.values(splines, rows)))),
                found.map(one -> Agreement.of(one.formula(), splines, data.train(), scaling, settings.seed() + 1)));
    }

    /**
     * The state of a network, with its formula where all its edges are functions.
     *
     * @param splines what it was made of
     * @param before formulas until then
     * @param given whether the numbers are as they are to be: not fitted again for the formula, where that is defined so
     */
    public State state(
            String title, MultKan network, MultKan splines, List<Found> before, boolean given, BooleanSupplier stop) {
        Optional<Found> found = Optional.empty();
        if (network.symbolic()) {
            FormulaSteps steps = steps(stop);
            found = given ? steps.found(network, splines, false) : Optional.empty();
            found = found.or(() -> steps.found(network, splines));
        }
        return state(
                title,
                network,
                splines,
                found,
                found.map(one -> Stream.concat(before.stream(), Stream.of(one)).toList())
                        .orElse(before));
    }

    private double testRmse(MultKan network) {
        return data.test().rmse(scaling.values(network, data.test()));
    }
}
