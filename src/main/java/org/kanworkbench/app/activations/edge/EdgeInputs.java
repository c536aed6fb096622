package org.kanworkbench.app.activations.edge;

import java.util.OptionalDouble;
import org.kanworkbench.explain.InputStatistics;
import org.kanworkbench.explain.Interval;

/**
 * The input distribution of an edge.
 *
 * @param shown the interval of the bins
 * @param counts values in bins of equal width
 * @param outside share of values outside the domain, 0 to 1; empty without a domain
 */
public record EdgeInputs(Interval shown, int[] counts, int rows, float least, float most, OptionalDouble outside) {

    static EdgeInputs of(InputStatistics layer, int input) {
        return new EdgeInputs(
                layer.shown(),
                layer.counts()[input],
                layer.rows(),
                layer.least()[input],
                layer.most()[input],
                layer.outside(input));
    }
}
