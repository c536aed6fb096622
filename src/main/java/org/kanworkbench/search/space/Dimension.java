package org.kanworkbench.search.space;

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
        when = Map.copyOf(when);
    }

    public Dimension(String setting, Domain domain) {
        this(setting, domain, Map.of());
    }
}
