package org.kanworkbench.cli;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Help whose lines break at spaces alone. picocli's break after any full stop and colon, as within ./workbench. */
final class HelpLines {

    /** Of a line that holds any description. */
    private static final int WIDE = 10_000;

    /** What stands before a description: indentation, and the name that is described. */
    private static final Pattern BEFORE = Pattern.compile(" *(?:\\S+(?: \\S+)* {2,})?");

    private HelpLines() {}

    /** Changes the help of a command and all commands below it. */
    static void breakAtSpaces(CommandLine line) {
        Map<String, IHelpSectionRenderer> sections = new HashMap<>(line.getHelpSectionMap());
        // The synopsis is laid out by its brackets, beside its heading.
        sections.replaceAll((key, section) ->
                key.startsWith(UsageMessageSpec.SECTION_KEY_SYNOPSIS) ? section : help -> atSpaces(help, section));
        line.setHelpSectionMap(sections);
    }

    private static String atSpaces(CommandLine.Help help, IHelpSectionRenderer section) {
        UsageMessageSpec usage = help.commandSpec().usageMessage();
        int width = usage.width();
        usage.width(WIDE);
        try {
            return section.render(help)
                    .lines()
                    .map(line -> broken(line, width) + System.lineSeparator())
                    .collect(Collectors.joining());
        } finally {
            usage.width(width);
        }
    }

    private static String broken(String line, int width) {
        Matcher before = BEFORE.matcher(line);
        int from = before.lookingAt() ? before.end() : 0;
        String next = System.lineSeparator() + " ".repeat(from == 0 ? 0 : from + 2);
        StringBuilder lines = new StringBuilder(line.substring(0, from));
        int begin = 0;
        for (String word : line.substring(from).split(" ")) {
            boolean first = lines.length() - begin <= from;
            if (!first && lines.length() - begin + 1 + word.length() > width) {
                begin = lines.length() + System.lineSeparator().length();
                lines.append(next);
            } else if (!first) {
                lines.append(' ');
            }
            lines.append(word);
        }
        return lines.toString();
    }
}
