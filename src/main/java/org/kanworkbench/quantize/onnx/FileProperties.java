package org.kanworkbench.quantize.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.Dataset.ImageShape;
import org.kanworkbench.data.Target;
import org.kanworkbench.network.Preset;
import org.kanworkbench.quantize.scheme.Arithmetic;
import org.kanworkbench.quantize.scheme.Granularity;
import org.kanworkbench.quantize.scheme.QuantizeException;
import org.kanworkbench.quantize.scheme.RangeRule;
import org.kanworkbench.quantize.scheme.Scheme;
import org.kanworkbench.quantize.scheme.Schemes;
import org.kanworkbench.quantize.scheme.Symmetry;
import org.kanworkbench.quantize.scheme.WeightFormat;

/** An ONNX file's metadata, which identify a file of the workbench and describe its inputs and classes. */
public final class FileProperties {

    private static final String PREFIX = "kanworkbench.";
    private static final String PRESET = PREFIX + "preset";
    private static final String DATASET = PREFIX + "dataset";
    private static final String CLASSES = PREFIX + "classes";
    private static final String TARGETS = PREFIX + "targets";
    private static final String IMAGE = PREFIX + "image";
    private static final String COLUMNS = PREFIX + "columns";
    private static final String RANGES = PREFIX + "ranges";
    private static final String BATCH = PREFIX + "batch";
    private static final String ROWS = PREFIX + "rows";
    private static final String INDEPENDENT = "independent";
    private static final String DEPENDENT = "dependent";
    private static final String SCHEME = PREFIX + "scheme";
    private static final String ARITHMETIC = PREFIX + "arithmetic";
    private static final String WEIGHTS = PREFIX + "weights";

    private static final String USUAL_BATCH = "250";
    private static final int MOST_BATCH = 8192;

    private FileProperties() {}

    public static Map<String, String> of(Origin origin, Scheme scheme, boolean rowsIndependent) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put(PRESET, origin.preset());
        properties.put(DATASET, origin.dataset());
        switch (origin.target()) {
            case Target.Classes classes -> properties.put(CLASSES, lines(classes.names()));
            case Target.Numbers numbers -> properties.put(TARGETS, lines(numbers.scaling()));
        }
        origin.image()
                .ifPresent(image -> properties.put(
                        IMAGE, image.sides().stream().map(String::valueOf).collect(Collectors.joining(" "))));
        origin.scaling().ifPresent(scaling -> {
            properties.put(COLUMNS, lines(scaling));
            properties.put(RANGES, ranges(scaling));
        });
        properties.put(BATCH, String.valueOf(origin.batch()));
        properties.put(ROWS, rowsIndependent ? INDEPENDENT : DEPENDENT);
        properties.put(SCHEME, scheme.name());
        properties.put(ARITHMETIC, scheme.arithmetic().name());
        properties.put(WEIGHTS, format(scheme.weights()));
        return properties;
    }

    static boolean areOurs(Map<String, String> properties) {
        return properties.containsKey(SCHEME);
    }

    /** Whether predictions are known to be independent of the batch. */
    static boolean rowsIndependent(Map<String, String> properties) {
        return INDEPENDENT.equals(properties.get(ROWS));
    }

    /** The name of the graph's output. */
    static String output(Map<String, String> properties) {
        return properties.containsKey(TARGETS) ? GraphBuilder.NUMBERS : GraphBuilder.OUTPUT;
    }

    /** @param outputs of the network; classes are numbered if the file does not name them */
    static Origin origin(String file, Map<String, String> properties, int inputs, int outputs)
            throws QuantizeException {
        try {
            Target target = target(properties, outputs);
            Optional<ImageShape> image =
                    Optional.ofNullable(properties.get(IMAGE)).map(FileProperties::image);
            Optional<ColumnScaling> scaling = Optional.ofNullable(properties.get(COLUMNS))
                    .map(columns -> scaling(columns, properties.getOrDefault(RANGES, "")));
            int batch = Integer.parseInt(properties.getOrDefault(BATCH, USUAL_BATCH));
            String preset = properties.getOrDefault(PRESET, "");
            boolean fits = (preset.isEmpty() || Preset.named(preset).isPresent())
                    && batch >= 1
                    && batch <= MOST_BATCH
                    && target.names().size() == outputs
                    && image.map(shape -> shape.values() == inputs).orElse(true)
                    && scaling.map(columns -> columns.columns().size() == inputs)
                            .orElse(true);
            if (!fits) {
                throw damaged(file);
            }
            return new Origin(preset, properties.getOrDefault(DATASET, ""), target, image, scaling, batch);
        } catch (IllegalArgumentException | IndexOutOfBoundsException _) {
            throw damaged(file);
        }
    }

    private static Target target(Map<String, String> properties, int outputs) {
        if (properties.containsKey(TARGETS)) {
            return new Target.Numbers(scaling(properties.get(TARGETS), ""));
        }
        return properties.containsKey(CLASSES)
                ? new Target.Classes(List.of(unlined(properties.get(CLASSES))))
                : Target.Classes.numbered(outputs);
    }

    /** The tensors of a foreign file, as float32. */
    static Scheme scheme(String file, Map<String, String> properties) throws QuantizeException {
        if (!areOurs(properties)) {
            return Schemes.FLOAT32;
        }
        try {
            return new Scheme(
                    properties.get(SCHEME),
                    format(properties.getOrDefault(WEIGHTS, "")),
                    Arithmetic.valueOf(properties.getOrDefault(ARITHMETIC, "")));
        } catch (IllegalArgumentException | IndexOutOfBoundsException _) {
            throw damaged(file);
        }
    }

    private static QuantizeException damaged(String file) {
        return new QuantizeException(file + " has metadata that do not fit its network: export the model again");
    }

    private static String format(WeightFormat format) {
        return switch (format) {
            case WeightFormat.Float32 _ -> "float32";
            case WeightFormat.Float16 _ -> "float16";
            case WeightFormat.Integers i -> i.bits() + " " + i.granularity() + " " + i.symmetry() + " " + i.range();
        };
    }

    private static WeightFormat format(String text) {
        if (text.equals("float32")) {
            return new WeightFormat.Float32();
        }
        if (text.equals("float16")) {
            return new WeightFormat.Float16();
        }
        String[] words = text.split(" ");
        return new WeightFormat.Integers(
                Integer.parseInt(words[0]),
                Granularity.valueOf(words[1]),
                Symmetry.valueOf(words[2]),
                RangeRule.valueOf(words[3]));
    }

    private static ImageShape image(String text) {
        String[] sides = text.split(" ");
        return ImageShape.of(Stream.of(sides).map(Integer::valueOf).toList());
    }

    /** @param ranges a line for each column, empty where unknown; no lines in older files */
    private static ColumnScaling scaling(String text, String ranges) {
        List<ColumnScaling.Column> columns = new ArrayList<>();
        String[] bounds = ranges.split("\n", -1);
        for (String line : unlined(text)) {
            String[] words = line.split(" ", 3);
            String range = ranges.isEmpty() ? "" : bounds[columns.size()];
            columns.add(new ColumnScaling.Column(
                    words[2],
                    Double.parseDouble(words[0]),
                    Double.parseDouble(words[1]),
                    range.isEmpty()
                            ? List.of()
                            : Stream.of(range.split(" ")).map(Double::valueOf).toList()));
        }
        return new ColumnScaling(columns);
    }

    private static String lines(ColumnScaling scaling) {
        return lines(scaling.columns().stream()
                .map(c -> c.mean() + " " + c.deviation() + " " + c.name())
                .toList());
    }

    private static String ranges(ColumnScaling scaling) {
        return scaling.columns().stream()
                .map(c -> c.range().stream().map(String::valueOf).collect(Collectors.joining(" ")))
                .collect(Collectors.joining("\n"));
    }

    /** One per line; line breaks and backslashes are escaped. */
    private static String lines(List<String> texts) {
        return texts.stream()
                .map(text -> text.replace("\\", "\\\\").replace("\n", "\\n"))
                .collect(Collectors.joining("\n"));
    }

    private static String[] unlined(String lines) {
        return Arrays.stream(lines.split("\n", -1))
                .map(FileProperties::unescaped)
                .toArray(String[]::new);
    }

    private static String unescaped(String line) {
        StringBuilder text = new StringBuilder();
        for (int c = 0; c < line.length(); c++) {
            boolean escape = line.charAt(c) == '\\' && c + 1 < line.length();
            if (!escape) {
                text.append(line.charAt(c));
            } else {
                c++;
                text.append(line.charAt(c) == 'n' ? '\n' : line.charAt(c));
            }
        }
        return text.toString();
    }
}
