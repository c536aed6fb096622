package org.kanworkbench.quantize.onnx;

import java.util.Locale;
import java.util.stream.Collectors;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.Target;

/** A complete example program that uses an exported file. */
public enum Snippet {
    /** Java 11 or newer with {@code com.microsoft.onnxruntime:onnxruntime} on the class path. */
    JAVA("""
            import ai.onnxruntime.OnnxTensor;
            import ai.onnxruntime.OrtEnvironment;
            import ai.onnxruntime.OrtSession;
            import java.util.Map;

            /** Needs com.microsoft.onnxruntime:onnxruntime:1.29.0, and -Xss2m where Java's main thread has less stack. */
            public class Digits {
                public static void main(String[] args) throws Exception {
                    OrtEnvironment environment = OrtEnvironment.getEnvironment();
                    try (OrtSession session = environment.createSession(%s)) {
                        // %s
                        float[][] rows = new float[1][%d];
                        try (OnnxTensor input = OnnxTensor.createTensor(environment, rows);
                                OrtSession.Result result = session.run(Map.of("input", input))) {
            %s            }
                    }
                }
            }
            """, """
                            float[] logits = ((float[][]) result.get(0).getValue())[0];
                            int best = 0;
                            for (int c = 1; c < logits.length; c++) {
                                best = logits[c] > logits[best] ? c : best;
                            }
                            System.out.println("class " + best + ", logits " + java.util.Arrays.toString(logits));
            """, """
                            float[] numbers = ((float[][]) result.get(0).getValue())[0];
                            System.out.println("numbers " + java.util.Arrays.toString(numbers));
            """),
    /** Python 3 with {@code onnxruntime} and NumPy. */
    PYTHON("""
            # Needs: pip install onnxruntime numpy
            import numpy as np
            import onnxruntime

            session = onnxruntime.InferenceSession(%s, providers=["CPUExecutionProvider"])
            # %s
            rows = np.zeros((1, %d), dtype=np.float32)
            %s""", """
            logits = session.run(["logits"], {"input": rows})[0][0]
            print("class", int(logits.argmax()), "logits", logits)
            """, """
            numbers = session.run(["numbers"], {"input": rows})[0][0]
            print("numbers", numbers)
            """);

    private final String pattern;
    /** The last lines, of classes and of numbers. */
    private final String classes;

    private final String numbers;

    Snippet(String pattern, String classes, String numbers) {
        this.pattern = pattern;
        this.classes = classes;
        this.numbers = numbers;
    }

    /** The name on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @param path of the file in the program */
    public String of(OnnxModel model, String path) {
        String rows = model.origin()
                .image()
                .map(image -> "One row an image, pixel after pixel, row after row"
                        + (image.colours() > 1 ? ", channel after channel" : "") + ", each (byte / 255 - 0.5) / 0.5.")
                .or(() -> model.origin()
                        .scaling()
                        .map(scaling -> columns(scaling, model.origin().target())))
                .orElse("One row a sample, as the network was trained on them.");
        String last = model.origin().target() instanceof Target.Classes ? classes : numbers;
        return String.format(Locale.ROOT, pattern, file(path), rows, model.inputs(), last);
    }

    /** What the session is made of: ONNX Runtime's Java opens no path beyond 16 bits, but takes the file's bytes. */
    private String file(String path) {
        boolean bytes = this == JAVA && path.codePoints().anyMatch(c -> c > Character.MAX_VALUE);
        return bytes ? "java.nio.file.Files.readAllBytes(java.nio.file.Path.of(" + quoted(path) + "))" : quoted(path);
    }

    private String columns(ColumnScaling scaling, Target target) {
        String comment = this == PYTHON ? "# " : "            // ";
        return "One row a sample, in this order; a word's column is 1 or 0 before it is scaled:\n"
                + scaling.columns().stream()
                        .map(column -> String.format(
                                Locale.ROOT,
                                "%s    (%s - %s) / %s",
                                comment,
                                column.name().replaceAll("\\p{Cntrl}", " ").replace('\\', '/'),
                                column.mean(),
                                column.deviation()))
                        .collect(Collectors.joining("\n"))
                + (target instanceof Target.Numbers ? "\n" + comment + "Outputs are in the targets' units." : "");
    }

    /** A string literal; Python knows no pairs of surrogates. */
    private String quoted(String path) {
        StringBuilder literal = new StringBuilder("\"");
        (this == PYTHON ? path.codePoints() : path.chars()).forEach(c -> {
            if (c == '"' || c == '\\') {
                literal.append('\\').append((char) c);
            } else if (c < ' ' || c > '~') {
                literal.append(String.format(Locale.ROOT, c > Character.MAX_VALUE ? "\\U%08x" : "\\u%04x", c));
            } else {
                literal.append((char) c);
            }
        });
        return literal.append('"').toString();
    }
}
