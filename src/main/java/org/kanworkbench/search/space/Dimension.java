package org.kanworkbench.search.space;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A setting with its values.
 *
 * @param setting its name
 * @param when it is searched only if each of these settings has one of these values
 */
public record Dimension(String setting, Domain domain, Map<String, List<Object>> when) {

    public Dimension {
        // In its order: equal searches are written with equal letters, by which they are found again.
        when = Collections.unmodifiableMap(new LinkedHashMap<>(when));
    }

    public Dimension(String setting, Domain domain) {
        this(setting, domain, Map.of());
    }
}
