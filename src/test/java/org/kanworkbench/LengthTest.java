package org.kanworkbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds files under 400 lines and methods under 60, unless a comment says why one is "long because" of something. */
class LengthTest {

    private static final int LONGEST_FILE = 400;
    private static final int LONGEST_METHOD = 60;

    /** The formatter puts a method's last line by itself, as far to the right as its first. */
    private static final Pattern END = Pattern.compile("( +)}[;,)]*");

    private static final Pattern TYPE = Pattern.compile(".*\\b(class|record|interface|enum|@interface)\\b.*");
    private static final Pattern REASON = Pattern.compile("(?i)\\blong,?( \\*)? because\\b");

    @Test
    void files_and_methods_are_short_or_say_why_not() throws IOException {
        List<String> excess = new ArrayList<>();
        for (String root : List.of("src/main/java", "src/test/java", "src/jmh/java", "packaging")) {
            try (Stream<Path> files = Files.walk(Path.of(root))) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".java")).toList()) {
                    excess.addAll(tooLong(file.getFileName().toString(), Files.readAllLines(file)));
                }
            }
        }
        assertThat(excess).isEmpty();
    }

    @Test
    void a_method_of_61_lines_is_found_and_one_with_a_reason_is_not() {
        List<String> lines = new ArrayList<>(List.of("class A {", "    void f(", "            int x) {"));
        lines.addAll(
                Stream.generate(() -> "        g();").limit(LONGEST_METHOD - 3).toList());
        lines.addAll(List.of("    }", "}"));
        assertThat(tooLong("A.java", lines)).isEmpty();
        lines.add(3, "        g();");
        assertThat(tooLong("A.java", lines)).containsExactly("A.java:2 has 61 lines");
        lines.add(1, "    /** Long because it lists all there is. */");
        assertThat(tooLong("A.java", lines)).isEmpty();
    }

    private static List<String> tooLong(String name, List<String> lines) {
        List<String> found = new ArrayList<>();
        int type = 0;
        while (type < lines.size() - 1 && !TYPE.matcher(lines.get(type)).matches()) {
            type++;
        }
        boolean reason = hasReason(lines, type);
        if (lines.size() > LONGEST_FILE && !reason) {
            found.add(name + " has " + lines.size() + " lines");
        }
        for (int end = 0; end < lines.size(); end++) {
            var match = END.matcher(lines.get(end));
            if (match.matches()) {
                int begin = beginning(lines, end, match.group(1));
                int length = end - begin + 1;
                if (length > LONGEST_METHOD
                        && !TYPE.matcher(lines.get(begin)).matches()
                        && !reason
                        && !hasReason(lines, begin)) {
                    found.add(name + ":" + (begin + 1) + " has " + length + " lines");
                }
            }
        }
        return found;
    }

    private static int beginning(List<String> lines, int end, String indent) {
        int at = end - 1;
        while (at > 0
                && !(lines.get(at).startsWith(indent)
                        && lines.get(at).length() > indent.length()
                        && " )}".indexOf(lines.get(at).charAt(indent.length())) < 0)) {
            at--;
        }
        return at == 0 ? end : at;
    }

    /** Whether the comment above a line, or above its annotations, gives one. */
    private static boolean hasReason(List<String> lines, int line) {
        int at = line;
        while (at > 0 && lines.get(at - 1).strip().matches("(/\\*\\*|\\*|//|@).*")) {
            at--;
        }
        return REASON.matcher(String.join(" ", lines.subList(at, line)).replaceAll("\\s+", " "))
                .find();
    }
}
