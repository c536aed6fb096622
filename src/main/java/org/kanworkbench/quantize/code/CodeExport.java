package org.kanworkbench.quantize.code;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.Counted;
import org.kanworkbench.data.Target;
import org.kanworkbench.engine.Inference;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.files.AtomicFile;
import org.kanworkbench.files.SaveException;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.quantize.code.Program.Constant;
import org.kanworkbench.quantize.onnx.OnnxModel;
import org.kanworkbench.quantize.onnx.Origin;
import org.kanworkbench.quantize.onnx.graph.OnnxExport;
import org.kanworkbench.quantize.scheme.QuantizeException;
import org.kanworkbench.quantize.scheme.Schemes;

/** A trained network as a program of its own. Its inputs are in their units: pixels of 0 to 255, a table's values. */
public final class CodeExport {

    private static final Pattern PLACE = Pattern.compile("@([A-Z]+)@");
    /** What ends a line in some language, or lets it be read in another order than it is written. */
    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\u202a-\\u202e\\u2066-\\u2069]");

    private static final int LINE = 100;
    /** Bytes of a literal in Java, which holds 65,535 characters: a multiple of 3, so that the parts are joined as they are. */
    private static final int LITERAL = 45_000;

    private static final int NUMBERS_A_LINE = 8;

    /** Words that Java reserves for other things than classes, though they are names. */
    private static final Set<String> NO_TYPES = Set.of("permits", "record", "sealed", "var", "yield");
    /** Classes by whose names the text in Java means others than the network's. */
    private static final Set<String> USED =
            Set.of(("Arrays Base64 BufferedReader ByteBuffer ByteOrder Data Double Float IOException"
                            + " InputStreamReader List Math Pattern Stream String StringBuilder System")
                    .split(" "));

    /** What the text in Python and NumPy import, in some version: a file of such a name would be imported instead. */
    private static final Set<String> MODULES =
            Set.of(("abc ast atexit base64 binascii bisect bz2 codecs collections contextlib contextvars"
                            + " copyreg ctypes datetime dis encodings enum errno fnmatch functools genericpath"
                            + " hashlib heapq hmac importlib inspect io ipaddress itertools json keyword linecache"
                            + " locale logging lzma marshal math nt ntpath numbers numpy opcode operator os pathlib"
                            + " pickle platform posix posixpath random re reprlib secrets shutil signal site socket"
                            + " stat string struct subprocess sys tempfile textwrap threading time token tokenize"
                            + " traceback types typing urllib uuid warnings weakref zipfile zipimport zlib")
                    .split(" "));

    private final SavedModel saved;
    private final Origin origin;
    private final Program program;

    private CodeExport(SavedModel saved, Origin origin, Program program) {
        this.saved = saved;
        this.origin = origin;
        this.program = program;
    }

    public static CodeExport of(SavedModel saved) throws QuantizeException {
        Origin origin = Origin.of(saved);
        OnnxModel graph = OnnxExport.of(saved.model(), origin, Schemes.FLOAT32, Optional.empty());
        return new CodeExport(saved, origin, GraphProgram.of(graph));
    }

    /** How its predictions differ from those of the network, if they do. */
    public Optional<String> remark() {
        return alone()
                ? Optional.of("The network normalises its inputs by the minimum and maximum of the batch. The program"
                        + " treats each row as a batch of one, so its predictions differ from those on batches of "
                        + origin.batch() + " rows.")
                : Optional.empty();
    }

    private boolean alone() {
        return saved.model().network().scalesByBatch();
    }

    /** What the program computes, on scaled inputs as the engine. */
    public Inference inference(Workers workers) {
        return new ProgramInference(program, origin.target(), workers);
    }

    /** Rejects a file after whose name the language can call no network. */
    public static void check(Language language, Path file) throws SaveException {
        String name = name(language, file);
        boolean possible = switch (language) {
            case C -> isName(name);
            case JAVA -> isType(name);
            case PYTHON -> !MODULES.contains(name);
            case HTML -> true;
        };
        if (!possible) {
            String why = language == Language.PYTHON
                    ? "the program and NumPy import another module \"" + name + "\""
                    : "the network is named after the file, and \"" + name + "\" is not a name in " + language.label();
            throw new SaveException(
                    "cannot write " + file + ": " + why + ": choose " + name(language, name) + language.extension());
        }
    }

    private static boolean isName(String name) {
        return SourceVersion.isName(name) && name.matches("\\w+");
    }

    private static boolean isType(String name) {
        return isName(name) && !NO_TYPES.contains(name) && !USED.contains(name);
    }

    private static String name(Language language, Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - language.extension().length());
    }

    /** A name for the language's file that its network can have. */
    public static String name(Language language, String text) {
        String words = text.replaceAll("\\W+", "_");
        words = SourceVersion.isName(words) && !MODULES.contains(words) ? words : "kan_" + words;
        if (language != Language.JAVA) {
            return words;
        }
        String joined = Arrays.stream(words.split("_+"))
                .filter(word -> !word.isEmpty())
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
        return isType(joined) ? joined : "Kan" + joined;
    }

    /** Writes the file, whose name without its ending is the network's. */
    public void write(Language language, Path file) throws SaveException {
        check(language, file);
        AtomicFile.write(file, text(language, name(language, file)));
    }

    private String text(Language language, String name) {
        Map<String, String> parts = new LinkedHashMap<>();
        ProgramText steps = new ProgramText(language, program);
        parts.put("NAME", name);
        parts.put("TITLE", plain(language, title()));
        parts.put("ABOUT", plain(language, about()));
        parts.put("UNITS", plain(language, units()));
        parts.put("INPUTS", String.valueOf(program.inputs()));
        parts.put("OUTPUTS", String.valueOf(program.outputs()));
        parts.put("LABELS", quoted(outputs(), text -> language == Language.C ? text.replace("?", "\\?") : text));
        parts.put("CONSTANTS", constants(language));
        parts.put("ARRAYS", arrays(language));
        parts.put("SCALED", scaled(language));
        parts.put("RESULT", program.result().name());
        switch (language) {
            case C -> {
                parts.put("PARTS", steps.parts("static void part%d(void)", ""));
                parts.put("CALLS", steps.calls("    "));
            }
            case JAVA -> {
                parts.put("PARTS", steps.parts("private void part%d()", "    "));
                parts.put("CALLS", steps.calls("        "));
                parts.put("DATA", literals());
            }
            case PYTHON -> {
                parts.put("CALLS", steps.statements("    "));
                parts.put(
                        "ROWS",
                        alone()
                                ? "np.array([_network(x[r : r + 1])[0] for r in range(len(x))], np.float32).reshape(-1, len(OUTPUTS))"
                                : "_network(x)");
                parts.put("DATA", wrapped(data()));
            }
            case HTML -> {
                parts.put("PARTS", steps.parts("function part%d()", "    "));
                parts.put("CALLS", steps.calls("            "));
                parts.put("DATA", wrapped(data()));
                parts.put("PAGE", page());
            }
        }
        return PLACE.matcher(template(language))
                .replaceAll(match -> Matcher.quoteReplacement(parts.get(match.group(1))));
    }

    private static String template(Language language) {
        try (InputStream in = CodeExport.class.getResourceAsStream("network" + language.extension())) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String title() {
        return saved.preset() + (saved.dataset().isEmpty() ? "" : " on " + saved.dataset());
    }

    private String about() {
        int count = program.outputs();
        String outputs = origin.target() instanceof Target.Classes ? " classes" : count == 1 ? " number" : " numbers";
        return Counted.of(program.inputs(), "input") + ", " + count + outputs + ". Written by KAN Workbench."
                + remark().map(remark -> " " + remark).orElse("");
    }

    private String units() {
        String inputs = origin.image()
                .map(image ->
                        "Pixels of 0 to 255, row after row" + (image.colours() > 1 ? ", channel after channel" : ""))
                .or(() -> origin.scaling()
                        .map(scaling -> "Columns in their units: " + named(scaling.names())
                                + scaling.columns().stream()
                                        .filter(ColumnScaling.Column::tellsWord)
                                        .findFirst()
                                        .map(word -> " (" + named(List.of(word.name()))
                                                + " is 1 or 0: whether it is that word)")
                                        .orElse("")))
                .orElse("Inputs as the network was trained on them");
        return inputs
                + (origin.target() instanceof Target.Classes
                        ? "; outputs are logits, the largest is the prediction, of " + named(outputs())
                        : "; outputs are in their units: " + named(outputs()));
    }

    private static String named(List<String> names) {
        return names.stream().map(name -> '"' + name + '"').collect(Collectors.joining(", "));
    }

    /** Text for a comment, or a page. */
    private static String plain(Language language, String text) {
        String line = CONTROLS.matcher(text).replaceAll(" ").replace('\\', '/');
        return switch (language) {
            case C, JAVA -> line.replace("*/", "* /");
            case PYTHON -> line.replace('"', '\'');
            case HTML -> line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        };
    }

    private List<String> outputs() {
        return origin.target().names();
    }

    private static String quoted(List<String> names, UnaryOperator<String> more) {
        return names.stream()
                .map(name -> CONTROLS.matcher(name).replaceAll(" "))
                .map(name -> '"' + more.apply(name.replace("\\", "\\\\").replace("\"", "\\\"")) + '"')
                .collect(Collectors.joining(", "));
    }

    /** The i-th input as the network sees it. */
    private String scaled(Language language) {
        boolean numpy = language == Language.PYTHON;
        String value = numpy ? "rows" : "input[i]";
        String index = numpy ? "" : "[i]";
        return origin.image().isPresent()
                ? "(" + value + " / 255.0 - 0.5) / 0.5"
                : origin.scaling().isPresent() ? "(" + value + " - mean" + index + ") / deviation" + index : value;
    }

    private String constants(Language language) {
        StringBuilder text = new StringBuilder();
        List<Double> scales = scales();
        if (!scales.isEmpty()) {
            text.append(doubles(language, "mean", scales, 0));
            text.append(doubles(language, "deviation", scales, scales.size() / 2));
        }
        int at = language == Language.JAVA ? scales.size() * Double.BYTES / Float.BYTES : 0;
        for (Map.Entry<String, Constant> entry : program.constants().entrySet()) {
            String name = entry.getKey();
            float[] values = entry.getValue().values();
            int to = at + values.length;
            text.append(
                    switch (language) {
                        case C ->
                            "static const float " + name + "[" + values.length + "] = {\n" + numbers(values) + "};\n";
                        case JAVA ->
                            "    private static final float[] " + name + " = Data.floats(" + at + ", " + values.length
                                    + ");\n";
                        case PYTHON ->
                            name + " = _data[" + at + ":" + to + "].reshape("
                                    + Arrays.toString(entry.getValue().shape()) + ")\n";
                        case HTML -> "    const " + name + " = data.subarray(" + at + ", " + to + ");\n";
                    });
            at = to;
        }
        return text.toString();
    }

    /** The columns' means, then their deviations; empty where inputs have no scaling. */
    private List<Double> scales() {
        List<ColumnScaling.Column> columns =
                origin.scaling().map(ColumnScaling::columns).orElse(List.of());
        return Stream.concat(
                        columns.stream().map(ColumnScaling.Column::mean),
                        columns.stream().map(ColumnScaling.Column::deviation))
                .toList();
    }

    /** @param from where one half of all begins */
    private static String doubles(Language language, String name, List<Double> scales, int from) {
        List<Double> values = scales.subList(from, from + scales.size() / 2);
        String all = values.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return switch (language) {
            case C -> "static const double " + name + "[" + values.size() + "] = {" + all + "};\n";
            // As an initialiser, thousands would be too much code.
            case JAVA ->
                "    private static final double[] " + name + " = Data.doubles(" + from + ", " + values.size() + ");\n";
            case PYTHON -> name + " = np.array([" + all + "])\n";
            case HTML -> "    const " + name + " = [" + all + "];\n";
        };
    }

    private static String numbers(float[] values) {
        StringBuilder text = new StringBuilder();
        for (int from = 0; from < values.length; from += NUMBERS_A_LINE) {
            StringJoiner line = new StringJoiner(", ", "    ", ",\n");
            for (int n = from; n < Math.min(values.length, from + NUMBERS_A_LINE); n++) {
                line.add(Language.C.literal(values[n]));
            }
            text.append(line);
        }
        return text.toString();
    }

    private String arrays(Language language) {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        sizes.put(Program.INPUT, program.inputs());
        program.steps().forEach(step -> sizes.put(step.out(), Program.size(step.shape())));
        return sizes.entrySet().stream()
                .map(array -> switch (language) {
                    case C -> "static float " + array.getKey() + "[" + array.getValue() + "];\n";
                    case JAVA ->
                        "    private final float[] " + array.getKey() + " = new float[" + array.getValue() + "];\n";
                    case HTML -> "    const " + array.getKey() + " = new Float32Array(" + array.getValue() + ");\n";
                    case PYTHON -> "";
                })
                .collect(Collectors.joining());
    }

    /** All constants, in little-endian float32. */
    private byte[] data() {
        return data(List.of());
    }

    /** @param first what comes before them, in float64 */
    private byte[] data(List<Double> first) {
        int count = program.constants().values().stream()
                .mapToInt(constant -> constant.values().length)
                .sum();
        ByteBuffer data = ByteBuffer.allocate(first.size() * Double.BYTES + count * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        first.forEach(data::putDouble);
        program.constants().values().forEach(constant -> {
            for (float value : constant.values()) {
                data.putFloat(value);
            }
        });
        return data.array();
    }

    private static String wrapped(byte[] data) {
        return Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(data) + "\n";
    }

    private String literals() {
        byte[] data = data(scales());
        List<String> literals = new ArrayList<>();
        for (int from = 0; from < data.length; from += LITERAL) {
            byte[] part = Arrays.copyOfRange(data, from, Math.min(data.length, from + LITERAL));
            literals.add("\"\"\"\n" + wrapped(part) + "\"\"\",\n");
        }
        return String.join("", literals);
    }

    /** What the page shows, in JSON, which a page's script can hold. */
    private String page() {
        String image = origin.image()
                .map(shape -> "{\"height\": " + shape.height() + ", \"width\": " + shape.width() + ", \"colours\": "
                        + shape.colours() + "}")
                .orElse("null");
        List<ColumnScaling.Column> columns = origin.image().isPresent()
                ? List.of()
                : origin.scaling()
                        .map(ColumnScaling::columns)
                        .orElseGet(() -> IntStream.rangeClosed(1, program.inputs())
                                .mapToObj(i -> new ColumnScaling.Column("input " + i, 0, 1))
                                .toList());
        UnaryOperator<String> inScript = text -> text.replace("<", "\\u003c");
        return "{\"classes\": " + (origin.target() instanceof Target.Classes) + ", \"image\": " + image
                + ", \"outputs\": [" + quoted(outputs(), inScript) + "], \"columns\": ["
                + columns.stream()
                        .map(column -> "{\"name\": " + quoted(List.of(column.name()), inScript) + ", \"mean\": "
                                + column.mean() + ", \"deviation\": " + column.deviation()
                                + (isSpan(column.range())
                                        ? ", \"range\": "
                                                + column.range().stream()
                                                        .map(Double::floatValue)
                                                        .toList()
                                        : "")
                                + ofWords(column, columns)
                                        .map(name -> ", \"of\": " + quoted(List.of(name), inScript) + ", \"word\": "
                                                + quoted(List.of(column.name().substring(name.length() + 1)), inScript))
                                        .orElse("")
                                + "}")
                        .collect(Collectors.joining(", "))
                + "]}";
    }

    private static boolean isSpan(List<Double> range) {
        return !range.isEmpty() && range.getFirst() < range.getLast();
    }

    /** Name of the column that an input has a word of; empty for numbers. */
    private static Optional<String> ofWords(ColumnScaling.Column column, List<ColumnScaling.Column> all) {
        return Optional.of(column.ofTable())
                .filter(name -> column.tellsWord()
                        && all.stream()
                                        .filter(other -> other.tellsWord()
                                                && other.ofTable().equals(name))
                                        .count()
                                > 1);
    }
}
