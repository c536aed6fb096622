package org.kanworkbench.app.chart;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import javafx.scene.paint.Color;

/** The colours that the rules for {@code .root} name: of the theme, then of the workbench's sheets, the last one winning. */
record StyleColours(Map<String, String> values) {

    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/", Pattern.DOTALL);
    private static final Pattern ROOT = Pattern.compile("(?:^|})\\s*\\.root\\s*\\{([^}]*)}");
    private static final Pattern NAMED = Pattern.compile("(-[\\w-]+)\\s*:\\s*([^;]+);");
    private static final String THEME = "/atlantafx/base/theme/primer-%s.css";
    private static final String OWN = "/org/kanworkbench/styles/%s.css";

    static StyleColours light() {
        return new StyleColours(Map.of()).and(THEME.formatted("light")).with("tokens");
    }

    static StyleColours dark() {
        return new StyleColours(Map.of())
                .and(THEME.formatted("dark"))
                .with("tokens")
                .with("tokens-dark");
    }

    /** With one more sheet of the workbench. */
    StyleColours with(String sheet) {
        return and(OWN.formatted(sheet));
    }

    private StyleColours and(String resource) {
        Map<String, String> all = new HashMap<>(values);
        ROOT.matcher(COMMENT.matcher(read(resource)).replaceAll(""))
                .results()
                .forEach(rule -> NAMED.matcher(rule.group(1))
                        .results()
                        .forEach(named -> all.put(named.group(1), named.group(2).strip())));
        return new StyleColours(all);
    }

    private static String read(String resource) {
        try (InputStream in = StyleColours.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Color of(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no sheet names " + name);
        }
        return value.startsWith("-") ? of(value) : Color.web(value);
    }
}
