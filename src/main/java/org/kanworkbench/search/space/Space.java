package org.kanworkbench.search.space;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The space of a search. Values are by setting, in the order of the dimensions. */
public record Space(List<Dimension> dimensions) {

    public Space {
        dimensions = List.copyOf(dimensions);
        if (dimensions.isEmpty()) {
            throw new IllegalArgumentException("the search space is empty: name a setting with its values");
        }
        Set<String> names = new HashSet<>();
        for (Dimension dimension : dimensions) {
            if (!names.add(dimension.setting())) {
                throw new IllegalArgumentException(dimension.setting() + " is in the search space twice: name it once");
            }
        }
        for (Dimension dimension : dimensions) {
            dimension.when().keySet().forEach(other -> checkWhen(names, dimension, other));
        }
    }

    private static void checkWhen(Set<String> names, Dimension dimension, String other) {
        if (!names.contains(other) || other.equals(dimension.setting())) {
            throw new IllegalArgumentException(dimension.setting() + ": when names " + other
                    + ", which is no other setting of the search space: name one of " + String.join(", ", names));
        }
    }

    /** The values without those of dimensions whose condition does not hold. */
    public Map<String, Object> active(Map<String, Object> values) {
        Map<String, Object> active = new LinkedHashMap<>(values);
        // A dimension whose condition is on one that is inactive is inactive as well.
        for (boolean changed = true; changed; ) {
            changed = false;
            for (Dimension dimension : dimensions) {
                boolean holds = dimension.when().entrySet().stream()
                        .allMatch(condition -> condition.getValue().contains(active.get(condition.getKey())));
                changed |= !holds && active.remove(dimension.setting()) != null;
            }
        }
        return active;
    }
}
