package org.kanworkbench.app.search;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kanworkbench.search.setting.Searchable;
import org.kanworkbench.search.space.Domain;

/** When a setting is searched, as it is typed: {@code preset is torchkan, kal-net and hidden layers is 2}; nothing for always. */
final class ConditionText {

    private static final String IS = " is ";
    private static final String AND = " and ";

    private ConditionText() {}

    /**
     * The values of other settings as words, by their names.
     *
     * @throws IllegalArgumentException of one line for what is no condition
     */
    static Map<String, List<String>> parse(String text) {
        Map<String, List<String>> conditions = new LinkedHashMap<>();
        if (text.isEmpty()) {
            return conditions;
        }
        for (String condition : text.split(AND)) {
            int is = condition.indexOf(IS);
            List<String> values = is < 0
                    ? List.of()
                    : Stream.of(condition.substring(is + IS.length()).split(","))
                            .map(String::strip)
                            .filter(word -> !word.isEmpty())
                            .toList();
            if (values.isEmpty()) {
                throw new IllegalArgumentException(
                        "Write another setting and its values, for instance: preset is kal-net, kac-net");
            }
            conditions.put(named(condition.substring(0, is).strip()), values);
        }
        return conditions;
    }

    private static String named(String words) {
        return Searchable.ALL.stream()
                .filter(setting -> setting.title().equalsIgnoreCase(words)
                        || setting.name().equals(words))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no setting '" + words + "' to search"))
                .name();
    }

    static String format(Map<String, List<String>> conditions) {
        return conditions.entrySet().stream()
                .map(one -> Searchable.named(one.getKey()).title().toLowerCase(Locale.ROOT)
                        + IS
                        + String.join(", ", one.getValue()))
                .collect(Collectors.joining(AND));
    }

    /**
     * The value that a word stands for.
     *
     * @throws IllegalArgumentException of one line if the setting never has it
     */
    static Object value(Searchable setting, Domain domain, String word) {
        return switch (domain) {
            case Domain.Choice choice ->
                choice.values().stream()
                        .filter(value -> value instanceof Number number && word.matches(DomainText.NUMBER)
                                ? number.doubleValue() == Double.parseDouble(word)
                                : value.toString().equals(word))
                        .findFirst()
                        .orElseThrow(() -> never(setting, domain, word));
            case Domain.Numbers numbers
            when numbers.whole() && word.matches("\\d{1,9}") -> {
                int number = Integer.parseInt(word);
                if (number < numbers.low() || number > numbers.high()) {
                    throw never(setting, domain, word);
                }
                yield number;
            }
            case Domain.Numbers _ -> throw never(setting, domain, word);
        };
    }

    private static IllegalArgumentException never(Searchable setting, Domain domain, String word) {
        boolean continuous = domain instanceof Domain.Numbers numbers && !numbers.whole();
        return new IllegalArgumentException(setting.title().toLowerCase(Locale.ROOT) + " is searched from "
                + DomainText.format(domain)
                + (continuous
                        ? ": a condition needs a setting with whole numbers or a list of values"
                        : " and is never " + word));
    }

    /** A word to begin with; empty where a setting has no single values. */
    static String first(Domain domain) {
        return switch (domain) {
            case Domain.Choice choice -> Domain.written(choice.values().getFirst());
            case Domain.Numbers numbers -> numbers.whole() ? String.valueOf((int) numbers.low()) : "";
        };
    }
}
