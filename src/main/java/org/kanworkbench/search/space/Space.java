package org.kanworkbench.search.space;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.FileErrors;
import org.kanworkbench.data.WholeFile;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.json.VersionedJson;

/** The space of a search. Values are by setting, in the order of the dimensions. */
public record Space(List<Dimension> dimensions) {

    private static final int MAX_BYTES = 1 << 20;
    private static final Set<String> KINDS = Set.of("int", "float", "log", "choice");

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
        checkOrder(dimensions);
        for (Dimension dimension : dimensions) {
            for (Dimension other : dimensions) {
                checkPossible(dimension, other);
            }
        }
    }

    private static void checkWhen(Set<String> names, Dimension dimension, String other) {
        if (!names.contains(other) || other.equals(dimension.setting())) {
            throw new IllegalArgumentException(dimension.setting() + ": when names " + other
                    + ", which is no other setting of the search space: name one of " + String.join(", ", names));
        }
    }

    /** Settings that wait for each other would be searched or not, depending on where one begins. */
    private static void checkOrder(List<Dimension> dimensions) {
        Set<String> settled = new HashSet<>();
        List<Dimension> waiting = new ArrayList<>(dimensions);
        while (waiting.removeIf(
                dimension -> settled.containsAll(dimension.when().keySet()) && settled.add(dimension.setting()))) {
            // As long as one of them waits for none of the others.
        }
        if (!waiting.isEmpty()) {
            Dimension first = waiting.getFirst();
            throw new IllegalArgumentException(first.setting() + ": when names "
                    + String.join(", ", first.when().keySet())
                    + ", which in turn depends on it: leave one of the conditions out");
        }
    }

    private static void checkPossible(Dimension dimension, Dimension other) {
        List<Object> wanted = dimension.when().get(other.setting());
        if (wanted != null && wanted.stream().noneMatch(other.domain()::has)) {
            throw new IllegalArgumentException(dimension.setting() + ": when asks for " + other.setting() + " in "
                    + wanted + ", none of which it can be: name values of its own, or leave " + dimension.setting()
                    + " out");
        }
    }

    /**
     * Reads a space as files have it: by setting, {@code {"int": [1, 5]}}, {@code {"float": [0, 0.5]}}, {@code {"log":
     * [1e-4, 0.1]}} or {@code {"choice": ["a", "b"]}}, with {@code "when": {"preset": ["a"]}} for a condition, and {@code
     * "scale": "log"} for whole numbers on a log scale.
     *
     * @throws IllegalArgumentException of one line that names the setting
     */
    @JsonCreator
    public static Space of(Map<String, Object> json) {
        List<Dimension> dimensions = new ArrayList<>();
        json.forEach((setting, written) -> {
            try {
                // Whoever writes a value alone is told what to write, too.
                Map<String, Object> values = new LinkedHashMap<>();
                if (written instanceof Map<?, ?> map) {
                    map.forEach((key, value) -> values.put(String.valueOf(key), value));
                } else {
                    values.put(String.valueOf(written), null);
                }
                dimensions.add(new Dimension(setting, domain(values), when(values)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(setting + ": " + e.getMessage(), e);
            }
        });
        return new Space(dimensions);
    }

    /** Reads a file that people write. */
    public static Space read(Path file) throws DataException, ModelFileException {
        try {
            return VersionedJson.read(WholeFile.read(file, MAX_BYTES), file.toString(), Space.class);
        } catch (ModelFileException e) {
            throw e;
        } catch (IOException e) {
            throw new DataException(
                    file + " cannot be read (" + FileErrors.reason(e) + "): check it, or choose another file", e);
        }
    }

    private static Domain domain(Map<String, Object> values) {
        List<String> kinds = values.keySet().stream().filter(KINDS::contains).toList();
        Set<String> others = new TreeSet<>(values.keySet());
        others.removeAll(KINDS);
        others.removeAll(Set.of("when", "scale"));
        boolean scale = values.containsKey("scale");
        if (kinds.size() != 1
                || !others.isEmpty()
                || scale && !(kinds.equals(List.of("int")) && "log".equals(values.get("scale")))) {
            throw new IllegalArgumentException(
                    values.keySet() + " is no domain: write {\"int\": [1, 5]}, {\"float\": [0,"
                            + " 0.5]}, {\"log\": [0.001, 0.1]} or {\"choice\": [\"a\", \"b\"]}, with \"when\" for a condition and"
                            + " \"scale\": \"log\" beside int");
        }
        String kind = kinds.getFirst();
        List<Object> given = list(values.get(kind), kind);
        if (kind.equals("choice")) {
            return new Domain.Choice(given);
        }
        if (given.size() != 2 || !given.stream().allMatch(Number.class::isInstance)) {
            throw new IllegalArgumentException(
                    kind + " is " + given + ": give two numbers, the least and the greatest");
        }
        double low = ((Number) given.get(0)).doubleValue();
        double high = ((Number) given.get(1)).doubleValue();
        return new Domain.Numbers(low, high, scale || kind.equals("log"), kind.equals("int"));
    }

    private static Map<String, List<Object>> when(Map<String, Object> values) {
        Map<String, List<Object>> when = new LinkedHashMap<>();
        switch (values.getOrDefault("when", Map.of())) {
            case null -> throw new IllegalArgumentException("when is null: leave it out");
            case Map<?, ?> conditions ->
                conditions.forEach((other, has) -> when.put(other.toString(), list(has, "when " + other)));
            default ->
                throw new IllegalArgumentException(
                        "when is no object: write {\"preset\": [\"torchkan\"]} for instance");
        }
        return when;
    }

    private static List<Object> list(Object value, String what) {
        if (value instanceof List<?> list) {
            if (list.stream().anyMatch(Objects::isNull)) {
                throw new IllegalArgumentException(what + " has a null in it: write values");
            }
            return List.copyOf(list);
        }
        throw new IllegalArgumentException(what + " is no list: write values in [ ]");
    }

    /** As {@link #of} reads it. */
    @JsonValue
    public Map<String, Map<String, Object>> json() {
        Map<String, Map<String, Object>> json = new LinkedHashMap<>();
        for (Dimension dimension : dimensions) {
            Map<String, Object> values = new LinkedHashMap<>();
            switch (dimension.domain()) {
                case Domain.Choice choice -> values.put("choice", choice.values());
                case Domain.Numbers n
                when n.whole() -> {
                    values.put("int", List.of((int) n.low(), (int) n.high()));
                    if (n.log()) {
                        values.put("scale", "log");
                    }
                }
                case Domain.Numbers n -> values.put(n.log() ? "log" : "float", List.of(n.low(), n.high()));
            }
            if (!dimension.when().isEmpty()) {
                values.put("when", dimension.when());
            }
            json.put(dimension.setting(), values);
        }
        return json;
    }

    /** A value for each dimension. */
    public Map<String, Object> values(Function<Dimension, Object> value) {
        Map<String, Object> values = new LinkedHashMap<>();
        dimensions.forEach(dimension -> values.put(dimension.setting(), value.apply(dimension)));
        return values;
    }

    public Optional<Dimension> named(String setting) {
        return dimensions.stream()
                .filter(dimension -> dimension.setting().equals(setting))
                .findFirst();
    }

    /** The values without those of dimensions whose condition does not hold. */
    public Map<String, Object> active(Map<String, Object> values) {
        Map<String, Object> active = new LinkedHashMap<>(values);
        // A dimension whose condition is on one that is inactive is inactive as well.
        for (boolean changed = true; changed; ) {
            changed = false;
            for (Dimension dimension : dimensions) {
                // Lists of values refuse to look for null.
                boolean holds = dimension.when().entrySet().stream()
                        .allMatch(condition -> active.containsKey(condition.getKey())
                                && condition.getValue().contains(active.get(condition.getKey())));
                changed |= !holds && active.remove(dimension.setting()) != null;
            }
        }
        return active;
    }
}
