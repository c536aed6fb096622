package org.kanworkbench.app.runs.run;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.kanworkbench.network.Field;
import org.kanworkbench.network.LayerField;
import org.kanworkbench.network.recipe.RecipeField;

/** Display names of configuration fields, and texts of their values. */
public final class SettingNames {

    private static final Pattern LAYER = Pattern.compile("^network\\.layers\\[(\\d+)]\\.(.+)$");
    private static final Pattern CONSTANT = Pattern.compile("[A-Z][A-Z0-9_]+");

    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?(E-?\\d+)?");

    private SettingNames() {}

    /** For instance {@code layer 2 order} for {@code network.layers[1].basis.order}. */
    public static String of(String path) {
        Matcher layer = LAYER.matcher(path);
        if (layer.matches()) {
            return "layer " + (Integer.parseInt(layer.group(1)) + 1) + " " + words(layer.group(2));
        }
        return words(path.replaceFirst("^(recipe|network)\\.", ""));
    }

    /** The path with any layer's number left out, the same for what all layers have. */
    public static String family(String path) {
        return path.replaceFirst("layers\\[\\d+]", "layers");
    }

    /** As {@link #of}, for a setting that several layers share: without their numbers. */
    public static String ofLayers(String path) {
        return words(path.replaceFirst("^(recipe|network)\\.(layers(\\[\\d+])?\\.)?", ""));
    }

    /** Whether the data or another layer decides it: a layer's inputs. */
    public static boolean follows(String path) {
        return LAYER.matcher(path).matches() && path.endsWith("].inputs");
    }

    private static String words(String path) {
        Optional<Field<?>> field = Stream.concat(RecipeField.ALL.stream(), LayerField.ALL.stream())
                .filter(any -> any.path().equals(path))
                .findFirst();
        if (field.isPresent()) {
            return field.get().what();
        }
        String name = path.replaceFirst("^outputs$", "units")
                .replaceFirst("^basis\\.family$", "basis")
                .replaceFirst("^basis\\.(lower|upper)$", "basis $1 end")
                .replaceFirst("^(basis|optimizer)\\.", "")
                .replace('.', ' ');
        return name.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
    }

    /** Constants in small letters, numbers and truth as people write them, everything else as it is. */
    public static String value(String text) {
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true") ? "yes" : "no";
        }
        if (NUMBER.matcher(text).matches()) {
            return text.replaceFirst("\\.0(E|$)", "$1").replace('E', 'e').replace('-', '−');
        }
        return CONSTANT.matcher(text).matches() ? text.toLowerCase(Locale.ROOT).replace('_', ' ') : text;
    }
}
