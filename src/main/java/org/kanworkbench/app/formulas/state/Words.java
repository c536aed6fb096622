package org.kanworkbench.app.formulas.state;

import java.util.Locale;
import org.kanworkbench.formula.Samples;
import org.kanworkbench.formula.network.CandidateFunction;
import org.kanworkbench.formula.network.MultKan;
import org.kanworkbench.formula.network.MultKan.Place;
import org.kanworkbench.training.ScoreText;

/** What functions, edges and errors are called in the pane. */
public final class Words {

    private Words() {}

    public static String symbol(CandidateFunction function) {
        return switch (function.name()) {
            case "sqrt" -> "√x";
            case "1/sqrt(x)" -> "1/√x";
            case "abs" -> "|x|";
            case "j0" -> "J₀";
            case String power
            when power.matches("(1/)?x\\^[2-5]") ->
                power.substring(0, power.length() - 2) + "²³⁴⁵".charAt(power.charAt(power.length() - 1) - '2');
            case String other -> other;
        };
    }

    public static String number(double value) {
        return Double.isFinite(value) ? ScoreText.significant(value, 3) : "not defined";
    }

    /** What the errors of samples are: of classes a loss with a margin. */
    public static String error(Samples samples) {
        return samples.classes() ? "hinge loss" : "RMSE";
    }

    public static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    /** For instance {@code 2, 5, 1}, or {@code 2, 1+1, 1} with a node that multiplies. */
    public static String shape(MultKan network) {
        return network.toString().replace("*", "×");
    }

    /** For instance {@code x → h1}. */
    public static String edge(FormulaTask task, MultKan network, Place place) {
        int node = network.layers().get(place.layer()).node(place.subnode());
        return node(task, network, place.layer(), place.input()) + " → " + node(task, network, place.layer() + 1, node);
    }

    /**
     * Inputs and target by their names, hidden nodes h1, h2 and so on through all layers.
     *
     * @param level 0 for the inputs
     */
    public static String node(FormulaTask task, MultKan network, int level, int node) {
        if (level == 0) {
            return task.data().names().get(node);
        }
        if (level == network.layers().size()) {
            String target = task.data().target();
            return target.isEmpty() ? "output" : target;
        }
        int before = 0;
        for (int l = 0; l < level - 1; l++) {
            before += network.layers().get(l).nodes();
        }
        return "h" + (before + node + 1);
    }
}
