package org.kanworkbench.quantize.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.kanworkbench.data.FileErrors;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.json.JsonText;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.quantize.TensorReport;
import org.kanworkbench.quantize.scheme.QuantizeException;
import org.kanworkbench.quantize.scheme.Schemes;
import org.kanworkbench.training.Evaluation;

/** What a comparison has measured, as JSON that is read back. */
public final class ComparisonFile {

    private static final int FORMAT = 1;

    private ComparisonFile() {}

    private record Content(int correct, int total, double loss, double seconds, List<Line> schemes) {}

    private record Line(String scheme, long bytes, List<TensorReport> tensors, Score score, List<Latency> latencies) {}

    public static byte[] write(Evaluation float32, List<SchemeResult> results) throws IOException {
        Content content = new Content(
                float32.correct(),
                float32.total(),
                float32.loss(),
                float32.seconds(),
                results.stream()
                        .map(r -> new Line(r.scheme().name(), r.bytes(), r.tensors(), r.score(), r.latencies()))
                        .toList());
        return JsonText.write(content, FORMAT).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Float32's scores come back without the single answers.
     *
     * @param network that was compared
     */
    public static ComparisonResult read(Path file, NetworkSpec network) throws ModelFileException, QuantizeException {
        Content content;
        try {
            content = JsonText.read(Files.readString(file), file.toString(), FORMAT, Content.class);
        } catch (ModelFileException e) {
            throw e;
        } catch (IOException e) {
            throw new ModelFileException(
                    file + " cannot be read (" + FileErrors.reason(e) + "): check that it exists and may be read", e);
        }
        List<SchemeResult> results = new ArrayList<>();
        for (Line line : content.schemes()) {
            results.add(new SchemeResult(
                    Schemes.parse(line.scheme(), network),
                    line.bytes(),
                    line.tensors(),
                    line.score(),
                    line.latencies()));
        }
        Evaluation float32 = new Evaluation(
                content.correct(), content.total(), content.loss(), new int[0][0], new int[0], content.seconds());
        return new ComparisonResult(float32, results, List.of());
    }
}
