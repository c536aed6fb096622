package org.kanworkbench.app.activations.layer;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.explain.EdgeFunctions;
import org.kanworkbench.explain.Importance;
import org.kanworkbench.explain.InputRanges;
import org.kanworkbench.explain.InputStatistics;
import org.kanworkbench.explain.Interval;
import org.kanworkbench.explain.LayerEdges;
import org.kanworkbench.explain.Sample;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.Model;

/**
 * A model's edge functions with measurements on a data sample, one entry per layer.
 *
 * @param ranges minimum and maximum input of every layer, if not defined by the weights
 * @param statistics empty without data
 */
public record Measured(
        Model weights,
        EdgeFunctions functions,
        Optional<List<Interval>> ranges,
        List<Importance> importance,
        Optional<List<InputStatistics>> statistics,
        int rows) {

    private static final int ROWS = 256;

    private static final int POINTS = 33;

    /** The sample for {@link #of}: some training rows of a data set. */
    static Sample sample(Dataset dataset, int together) {
        return Sample.of(dataset.train().features(), ROWS, together);
    }

    /** @param rows data sample; without it, importance is measured over the domains */
    static Measured of(Model weights, Optional<Sample> rows) {
        if (rows.isEmpty()) {
            EdgeFunctions functions = new EdgeFunctions(weights);
            List<Importance> importance = IntStream.range(0, functions.layers())
                    .mapToObj(l -> overDomain(functions.layer(l)))
                    .toList();
            return new Measured(weights, functions, Optional.empty(), importance, Optional.empty(), 0);
        }
        Sample sample = rows.get();
        Optional<List<Interval>> ranges =
                needsRanges(weights) ? Optional.of(ranges(weights, sample)) : Optional.empty();
        EdgeFunctions functions = functions(weights, ranges);
        return new Measured(
                weights,
                functions,
                ranges,
                Importance.ofLayers(weights, sample, () -> true).orElseThrow(),
                InputStatistics.ofLayers(functions, sample, () -> true),
                sample.rows());
    }

    private static EdgeFunctions functions(Model weights, Optional<List<Interval>> ranges) {
        return ranges.map(known -> new EdgeFunctions(weights, known)).orElseGet(() -> new EdgeFunctions(weights));
    }

    /** The functions of other weights of the same network with the same ranges, until these are measured. */
    public EdgeFunctions functionsOf(Model other) {
        return other == weights ? functions : functions(other, ranges);
    }

    /** Whether it applies to the given weights: they may be of another network that replaced the model. */
    public boolean tellsOf(Model other) {
        return other.network().layers().size() == importance.size()
                && IntStream.range(0, importance.size())
                        .allMatch(l -> other.network().layers().get(l).inputs()
                                        == importance.get(l).inputs()
                                && other.network().layers().get(l).outputs()
                                        == importance.get(l).outputs());
    }

    private static boolean needsRanges(Model weights) {
        return weights.network().layers().stream().anyMatch(LayerSpec::measuresRange);
    }

    private static List<Interval> ranges(Model weights, Sample sample) {
        return InputRanges.measure(weights, sample, () -> true).orElseThrow();
    }

    private static Importance overDomain(LayerEdges edges) {
        float[] curves = edges.at(edges.domain().evenly(POINTS)).ofLayer();
        float[] means = new float[edges.outputs() * edges.inputs()];
        for (int e = 0; e < means.length; e++) {
            float sum = 0;
            for (int p = 0; p < POINTS; p++) {
                sum += Math.abs(curves[e * POINTS + p]);
            }
            means[e] = sum / POINTS;
        }
        return new Importance(edges.outputs(), edges.inputs(), means);
    }

    /** How importance was measured, in a sentence. */
    String measure() {
        return statistics.isPresent()
                ? "Edge importance: mean absolute contribution over " + rows + " training samples."
                : "Edge importance: mean absolute value over the domain, as no data set that fits is chosen in Train.";
    }
}
