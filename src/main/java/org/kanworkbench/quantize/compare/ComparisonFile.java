package org.kanworkbench.quantize.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.kanworkbench.data.FileErrors;
import org.kanworkbench.data.Target;
import org.kanworkbench.data.WholeFile;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.json.VersionedJson;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.quantize.TensorReport;
import org.kanworkbench.quantize.scheme.QuantizeException;
import org.kanworkbench.quantize.scheme.Schemes;
import org.kanworkbench.training.Evaluation;
import org.kanworkbench.training.Evaluation.Classification;
import org.kanworkbench.training.Evaluation.Regression;

/** The results of a comparison as JSON, for storing and loading. */
public final class ComparisonFile {

    private static final int FORMAT = 1;

    private ComparisonFile() {}

    private record Content(int correct, int total, double loss, double seconds, List<Line> schemes) {}

    private record Line(
            String scheme, long bytes, List<TensorReport> tensors, Score.Classes score, List<Latency> latencies) {}

    /** Of a model that predicts numbers. */
    private record NumbersContent(
            List<Evaluation.Fit> targets, int total, double loss, double seconds, List<NumbersLine> schemes) {}

    private record NumbersLine(
            String scheme, long bytes, List<TensorReport> tensors, Score.Numbers score, List<Latency> latencies) {}

    public static byte[] write(Evaluation float32, List<SchemeResult> results) throws IOException {
        Object content = switch (float32) {
            case Classification c ->
                new Content(
                        c.correct(),
                        c.total(),
                        c.loss(),
                        c.seconds(),
                        results.stream()
                                .map(r -> new Line(
                                        r.scheme().name(),
                                        r.bytes(),
                                        r.tensors(),
                                        (Score.Classes) r.score(),
                                        r.latencies()))
                                .toList());
            case Regression n ->
                new NumbersContent(
                        n.targets(),
                        n.total(),
                        n.loss(),
                        n.seconds(),
                        results.stream()
                                .map(r -> new NumbersLine(
                                        r.scheme().name(),
                                        r.bytes(),
                                        r.tensors(),
                                        (Score.Numbers) r.score(),
                                        r.latencies()))
                                .toList());
        };
        return VersionedJson.write(content, FORMAT);
    }

    /**
     * Loaded float32 scores lack the single predictions.
     *
     * @param model that was compared
     */
    public static ComparisonResult read(Path file, SavedModel model) throws ModelFileException, QuantizeException {
        NetworkSpec network = model.model().network();
        List<SchemeResult> results = new ArrayList<>();
        return switch (model.target()) {
            case Target.Classes _ -> {
                Content content = content(file, Content.class);
                for (Line l : content.schemes()) {
                    results.add(new SchemeResult(
                            Schemes.parse(l.scheme(), network), l.bytes(), l.tensors(), l.score(), l.latencies()));
                }
                Evaluation float32 = new Classification(
                        content.correct(),
                        content.total(),
                        content.loss(),
                        new int[0][0],
                        new int[0],
                        content.seconds());
                yield new ComparisonResult(float32, results, List.of());
            }
            case Target.Numbers _ -> {
                NumbersContent content = content(file, NumbersContent.class);
                for (NumbersLine l : content.schemes()) {
                    results.add(new SchemeResult(
                            Schemes.parse(l.scheme(), network), l.bytes(), l.tensors(), l.score(), l.latencies()));
                }
                Evaluation float32 = new Regression(
                        content.targets(), content.total(), content.loss(), new float[0], content.seconds());
                yield new ComparisonResult(float32, results, List.of());
            }
        };
    }

    private static <T> T content(Path file, Class<T> type) throws ModelFileException {
        try {
            return VersionedJson.read(WholeFile.text(file, WholeFile.MOST_OWN), file.toString(), FORMAT, type);
        } catch (ModelFileException e) {
            throw e;
        } catch (IOException e) {
            throw new ModelFileException(FileErrors.unreadable(file, e), e);
        }
    }
}
