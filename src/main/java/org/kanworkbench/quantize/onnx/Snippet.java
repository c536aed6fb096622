package org.kanworkbench.quantize.onnx;

import java.util.Locale;

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
                            float[] logits = ((float[][]) result.get(0).getValue())[0];
                            int best = 0;
                            for (int c = 1; c < logits.length; c++) {
                                best = logits[c] > logits[best] ? c : best;
                            }
                            System.out.println("class " + best + ", logits " + java.util.Arrays.toString(logits));
                        }
                    }
                }
            }
            """),
    /** Python 3 with {@code onnxruntime} and NumPy. */
    PYTHON("""
            # Needs: pip install onnxruntime numpy
            import numpy as np
            import onnxruntime

            session = onnxruntime.InferenceSession(%s, providers=["CPUExecutionProvider"])
            # %s
            rows = np.zeros((1, %d), dtype=np.float32)
            logits = session.run(["logits"], {"input": rows})[0][0]
            print("class", int(logits.argmax()), "logits", logits)
            """);

    private final String pattern;

    Snippet(String pattern) {
        this.pattern = pattern;
    }

    /** The name on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @param path of the file in the program */
    public String of(OnnxModel model, String path) {
        String rows = model.origin().image().isPresent()
                ? "One row an image, pixel after pixel, row after row, each (byte / 255 - 0.5) / 0.5."
                : model.origin().scaling().isPresent()
                        ? "One row a sample, each column (value - mean) / deviation as metadata kanworkbench.columns say."
                        : "One row a sample, as the network was trained on them.";
        return String.format(Locale.ROOT, pattern, quoted(path), rows, model.inputs());
    }

    /** A string literal in either language. */
    private static String quoted(String path) {
        StringBuilder literal = new StringBuilder("\"");
        for (char c : path.toCharArray()) {
            if (c == '"' || c == '\\') {
                literal.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                literal.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                literal.append(c);
            }
        }
        return literal.append('"').toString();
    }
}
