package org.kanworkbench.search.sampler;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.kanworkbench.search.space.Dimension;
import org.kanworkbench.search.space.Space;

/** Every combination of values once; those that differ in inactive settings alone count as one. */
final class GridSampler implements Sampler {

    private static final int VALUES = 5;
    private static final int MOST = 100_000;

    private final List<Map<String, Object>> combinations;

    /** @param active a combination without settings that have no meaning in it */
    GridSampler(Space space, UnaryOperator<Map<String, Object>> active) {
        List<Map<String, Object>> all = List.of(Map.of());
        for (Dimension dimension : space.dimensions()) {
            List<Object> values = dimension.domain().grid(VALUES);
            if ((long) all.size() * values.size() > MOST) {
                throw new IllegalArgumentException("the grid has more than " + MOST
                        + " combinations: search fewer settings, or choose another sampler");
            }
            List<Map<String, Object>> longer = new ArrayList<>();
            for (Map<String, Object> one : all) {
                for (Object value : values) {
                    Map<String, Object> next = new LinkedHashMap<>(one);
                    next.put(dimension.setting(), value);
                    longer.add(next);
                }
            }
            all = longer;
        }
        combinations = all.stream().map(active).distinct().toList();
    }

    @Override
    public Map<String, Object> suggest(int number, List<Optional<Observation>> before) {
        return combinations.get(number);
    }

    @Override
    public int most() {
        return combinations.size();
    }
}
