package org.kanworkbench.app.help;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page's text with a mark in the place of each formula between dollars, which CommonMark would take for its own:
 * underscores for emphasis, backslashes for escapes.
 *
 * @param text with marks
 * @param tex the formulas, by the numbers of their marks
 */
record Formulas(String text, List<String> tex) {

    private static final Pattern INLINE = Pattern.compile("`[^`\n]*`|\\$([^$\n]+)\\$");
    /** From the private use area: no page has these. */
    private static final Pattern MARK = Pattern.compile("\uE000(\\d+)\uE001");

    static Formulas of(String markdown) {
        List<String> found = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        Matcher matcher = INLINE.matcher(markdown);
        while (matcher.find()) {
            if (matcher.group(1) == null) {
                matcher.appendReplacement(text, Matcher.quoteReplacement(matcher.group()));
            } else {
                matcher.appendReplacement(text, "\uE000" + found.size() + "\uE001");
                found.add(matcher.group(1));
            }
        }
        matcher.appendTail(text);
        return new Formulas(text.toString(), found);
    }

    /** Tells the parts of some text, in their order. */
    void split(String marked, Consumer<String> words, Consumer<String> formula) {
        Matcher matcher = MARK.matcher(marked);
        int at = 0;
        while (matcher.find()) {
            if (matcher.start() > at) {
                words.accept(marked.substring(at, matcher.start()));
            }
            formula.accept(tex.get(Integer.parseInt(matcher.group(1))));
            at = matcher.end();
        }
        if (at < marked.length()) {
            words.accept(marked.substring(at));
        }
    }
}
