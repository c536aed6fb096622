package org.kanworkbench.app.search;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.kanworkbench.app.controls.setting.Parsing;
import org.kanworkbench.search.setting.Searchable;
import org.kanworkbench.search.space.Domain;

/** A setting's values as they are typed: {@code 0.001 to 0.1 log}, {@code 1 to 5}, {@code 16, 32, 64}, {@code kal-net, kac-net}. */
final class DomainText {

    static final String NUMBER = "([-+]?(?:[0-9]+(?:[.][0-9]*)?|[.][0-9]+)(?:[eE][-+]?[0-9]+)?)";
    private static final Pattern RANGE = Pattern.compile(NUMBER + "\\s*(?:to|–|\\.\\.)\\s*" + NUMBER + "\\s*(log)?");

    private static final Pattern LIST = Pattern.compile(NUMBER + "(\\s*,\\s*" + NUMBER + ")*");

    private DomainText() {}

    /** Refuses, with an IllegalArgumentException of one line, what is no domain of that setting. */
    static Domain parse(Searchable setting, String text) {
        Domain domain = setting.choices().isEmpty() ? numbers(setting, text) : choices(setting, text);
        setting.check(domain);
        return domain;
    }

    private static Domain choices(Searchable setting, String text) {
        List<Object> values = Arrays.stream(text.split("\\s*,\\s*"))
                .filter(word -> !word.isEmpty())
                .<Object>map(
                        word -> setting.choices().contains(word) || !isBoolean(word) ? word : Boolean.valueOf(word))
                .toList();
        return new Domain.Choice(values);
    }

    private static boolean isBoolean(String word) {
        return word.equals("true") || word.equals("false");
    }

    private static Domain numbers(Searchable setting, String text) {
        Matcher range = RANGE.matcher(text);
        if (LIST.matcher(text).matches()) {
            return new Domain.Choice(
                    Arrays.stream(text.split(",")).map(DomainText::number).toList());
        }
        if (!range.matches()) {
            throw new IllegalArgumentException("Write a range or values, for instance "
                    + (setting.whole() ? "1 to 5, or 16, 32, 64" : "0.001 to 0.1 log, or 0.1, 0.2"));
        }
        return new Domain.Numbers(
                Double.parseDouble(range.group(1)),
                Double.parseDouble(range.group(2)),
                range.group(3) != null,
                setting.whole());
    }

    private static Object number(String word) {
        String number = word.strip();
        return number.matches("[-+]?\\d{1,9}") ? (Object) Integer.valueOf(number) : Double.valueOf(number);
    }

    static String format(Domain domain) {
        return switch (domain) {
            case Domain.Choice choice ->
                choice.values().stream().map(Domain::written).collect(Collectors.joining(", "));
            case Domain.Numbers numbers ->
                Parsing.number(numbers.low()) + " to " + Parsing.number(numbers.high()) + (numbers.log() ? " log" : "");
        };
    }
}
