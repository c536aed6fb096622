package org.kanworkbench.plot;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the colours that the rules for {@code .root} and {@code .picture} define: from the theme, then from the
 * workbench's style sheets; the last definition wins. Drawings without a window, such as reports, use them.
 */
public record StyleSheets(Map<String, String> values) {

    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/", Pattern.DOTALL);
    private static final Pattern RULE = Pattern.compile("(?<=^|})\\s*\\.(?:root|picture)\\s*\\{([^}]*)}");
    private static final Pattern NAMED = Pattern.compile("(-[\\w-]+)\\s*:\\s*([^;]+);");
    private static final Pattern NAME = Pattern.compile("(?<=\\s)-[a-z][\\w-]+");
    private static final String THEME = "/atlantafx/base/theme/primer-%s.css";
    private static final String OWN = "/org/kanworkbench/styles/%s.css";
    private static final StyleSheets LIGHT = themed("light");

    public static StyleSheets light() {
        return LIGHT;
    }

    public static StyleSheets dark() {
        return themed("dark").with("tokens-dark");
    }

    private static StyleSheets themed(String theme) {
        return new StyleSheets(Map.of()).and(THEME.formatted(theme)).with("tokens");
    }

    /** Adds another style sheet of the workbench. */
    public StyleSheets with(String sheet) {
        return and(OWN.formatted(sheet));
    }

    private StyleSheets and(String resource) {
        Map<String, String> all = new HashMap<>(values);
        RULE.matcher(COMMENT.matcher(read(resource)).replaceAll(""))
                .results()
                .forEach(rule -> NAMED.matcher(rule.group(1))
                        .results()
                        .forEach(named -> all.put(named.group(1), named.group(2).strip())));
        return new StyleSheets(all);
    }

    private static String read(String resource) {
        try (InputStream in = StyleSheets.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the class path holds " + resource, e);
        }
    }

    public Colour colour(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no sheet names " + name);
        }
        return value.startsWith("-") ? colour(value) : Colour.parse(value);
    }

    /** The palette of pictures. */
    public Palette palette() {
        return Palette.of(name -> colour("-picture-" + name));
    }

    /** Replaces the names of colours in a page's CSS rules by the colours. */
    public String resolved(String css) {
        return NAME.matcher(css)
                .replaceAll(
                        name -> Matcher.quoteReplacement(colour(name.group()).hex()));
    }
}
