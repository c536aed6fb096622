package org.kanworkbench.quantize.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.kanworkbench.data.FileErrors;
import org.kanworkbench.data.Target;
import org.kanworkbench.data.WholeFile;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.json.JsonSize;
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

    private record Content(int correct, int total, double loss, double seconds, List<Line<Score.Classes>> schemes) {}

    /** Of a model that predicts numbers. */
    private record NumbersContent(
            List<Evaluation.Fit> targets, int total, double loss, double seconds, List<Line<Score.Numbers>> schemes) {}

    private record Line<S extends Score>(
            String scheme, long bytes, List<TensorReport> tensors, S score, List<Latency> latencies) {

        static <S extends Score> List<Line<S>> of(List<SchemeResult> results, Class<S> type) {
            return results.stream()
                    .map(r ->
                            new Line<>(r.scheme().name(), r.bytes(), r.tensors(), type.cast(r.score()), r.latencies()))
                    .toList();
        }

        static <S extends Score> List<SchemeResult> results(List<Line<S>> lines, NetworkSpec network)
                throws QuantizeException {
            List<SchemeResult> results = new ArrayList<>();
            for (Line<S> l : lines) {
                results.add(
                        new SchemeResult(Schemes.parse(l.scheme, network), l.bytes, l.tensors, l.score, l.latencies));
            }
            return results;
        }
    }

    public static byte[] write(Evaluation float32, List<SchemeResult> results) {
        Object content = switch (float32) {
            case Classification c ->
                new Content(c.correct(), c.total(), c.loss(), c.seconds(), Line.of(results, Score.Classes.class));
            case Regression n ->
                new NumbersContent(
                        n.targets(), n.total(), n.loss(), n.seconds(), Line.of(results, Score.Numbers.class));
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
        return switch (model.target()) {
            case Target.Classes _ -> {
                Content content = content(file, Content.class);
                Evaluation float32 = new Classification(
                        content.correct(),
                        content.total(),
                        content.loss(),
                        new int[0][0],
                        new int[0],
                        new float[0],
                        content.seconds());
                yield new ComparisonResult(float32, Line.results(content.schemes(), network));
            }
            case Target.Numbers _ -> {
                NumbersContent content = content(file, NumbersContent.class);
                Evaluation float32 = new Regression(
                        content.targets(), content.total(), content.loss(), new float[0], content.seconds());
                yield new ComparisonResult(float32, Line.results(content.schemes(), network));
            }
        };
    }

    private static <T> T content(Path file, Class<T> type) throws ModelFileException {
        try {
            return VersionedJson.read(
                    WholeFile.text(file, WholeFile.MOST_OWN),
                    file.toString(),
                    FORMAT,
                    type,
                    JsonSize.MOST_TOKENS_OF_SAMPLES);
        } catch (ModelFileException e) {
            throw e;
        } catch (IOException e) {
            throw new ModelFileException(FileErrors.unreadable(file, e), e);
        }
    }
}
