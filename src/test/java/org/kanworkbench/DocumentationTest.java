package org.kanworkbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the links of the pages that people read, and the length of the first. */
class DocumentationTest {

    private static final int MOST_LINES = 150;
    private static final int MOST_COLUMNS = 100;

    private static final Pattern LINK = Pattern.compile("\\]\\(([^):#]*)(?:#([^)]*))?\\)");
    private static final Pattern CODE = Pattern.compile("(?s)```.*?```|`[^`\n]*`");

    @Test
    void every_link_leads_to_a_file_and_a_heading() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path page : pages()) {
            Matcher links = LINK.matcher(CODE.matcher(Files.readString(page)).replaceAll(""));
            while (links.find()) {
                Path target = links.group(1).isEmpty() ? page : page.resolveSibling(links.group(1));
                String heading = links.group(2);
                if (!Files.exists(target)
                        || heading != null && !headings(target).contains(heading)) {
                    broken.add(page + ": " + links.group());
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void the_readme_is_short() throws IOException {
        assertThat(Files.readAllLines(Path.of("README.md")))
                .hasSizeLessThanOrEqualTo(MOST_LINES)
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(MOST_COLUMNS));
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(""));
                Stream<Path> below = Files.walk(Path.of("docs"))) {
            return Stream.concat(files, below)
                    .filter(file -> file.toString().endsWith(".md"))
                    .toList();
        }
    }

    /** As links name them: in lower case, hyphens for spaces, without other signs. */
    private static List<String> headings(Path page) throws IOException {
        return Files.readAllLines(page).stream()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .toList();
    }
}
