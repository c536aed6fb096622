package org.kanworkbench.search;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.DatasetDigest;
import org.kanworkbench.files.Parcel;
import org.kanworkbench.files.json.JsonSize;
import org.kanworkbench.files.json.VersionedJson;
import org.kanworkbench.files.model.StartWeights;
import org.kanworkbench.files.tensors.Safetensors;
import org.kanworkbench.files.tensors.SafetensorsWriter;
import org.kanworkbench.files.tensors.TensorShapes;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.runs.Metric;
import org.kanworkbench.search.pruner.Pruner;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engines;
import org.kanworkbench.training.Evaluation;
import org.kanworkbench.training.TrainingEvent;
import org.kanworkbench.training.trials.Cluster;
import org.kanworkbench.training.trials.ClusterException;
import org.kanworkbench.training.trials.RemoteWork;
import org.kanworkbench.training.trials.WorkControl;

/**
 * Trials of a search on other machines. They get the search with its data, then what to train and what it competes with, and
 * answer with a safetensors file: the weights, and as metadata the rest.
 */
final class RemoteTrials implements RemoteWork {

    private static final int FORMAT = 1;
    private static final String OUTCOME = "outcome";

    /** @param digest of the data without test samples */
    private record Shared(SearchConfiguration search, String digest) {}

    /**
     * @param others that may prune it, as known when it begins
     * @param tested whether it sees the test samples, in the end
     */
    private record Description(Configuration configuration, List<Pruner.Other> others, boolean tested) {}

    /**
     * @param network of the weights
     * @param metrics as numbers, see {@link #numbers}
     * @param test one or none
     */
    private record Outcome(
            NetworkSpec network,
            List<double[]> metrics,
            List<Double> curve,
            boolean pruned,
            boolean stopped,
            List<Evaluation> test,
            long elapsedNanos) {}

    private final Parcel parcel;
    private final SearchConfiguration search;
    private final Dataset whole;
    private final Dataset untested;

    RemoteTrials(byte[] sent, Path folder) throws IOException, DataException {
        parcel = Parcel.open(sent, folder);
        Shared shared = VersionedJson.read(parcel.text(), "the search", FORMAT, Shared.class);
        search = shared.search();
        Configuration base = search.base().located(parcel::place);
        whole = StartWeights.scaled(base.data().load(), base);
        untested = whole.withoutTest();
        if (!DatasetDigest.of(untested).equals(shared.digest())) {
            throw new DataException(whole.name() + " is not the same here as where the search began");
        }
    }

    /** @param untested the data without test samples */
    static Cluster.Sent send(SearchConfiguration search, Dataset untested, Cluster cluster) throws IOException {
        return cluster.send(
                RemoteTrials::new,
                Parcel.of(absolute -> VersionedJson.text(
                        new Shared(search.with(search.base().located(absolute)), DatasetDigest.of(untested)), FORMAT)));
    }

    @Override
    public Optional<byte[]> run(byte[] trial, WorkControl control) throws IOException, InterruptedException {
        Description described =
                VersionedJson.read(trial, "a trial", Description.class, JsonSize.MOST_TOKENS_OF_SAMPLES);
        Configuration configuration = described.configuration().located(parcel::place);
        Optional<Trained> trained = Trained.run(
                Engines.VECTOR,
                configuration,
                described.tested() ? whole : untested,
                control,
                curve -> search.prunes(curve, described.others()));
        return trained.isEmpty() ? Optional.empty() : Optional.of(written(trained.get()));
    }

    private static byte[] written(Trained trained) throws IOException {
        TrainingEvent.Finished end = trained.end();
        Outcome outcome = new Outcome(
                end.model().network(),
                trained.metrics().stream().map(RemoteTrials::numbers).toList(),
                trained.curve(),
                trained.pruned(),
                end.stopped(),
                end.test().stream().toList(),
                end.elapsed().toNanos());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SafetensorsWriter.write(end.model().tensors(), Map.of(OUTCOME, VersionedJson.text(outcome, FORMAT)), out);
        return out.toByteArray();
    }

    /**
     * Trains there.
     *
     * @param others that may prune it
     * @param tested whether it sees the test samples, in the end
     */
    static Optional<Trained> train(
            Cluster.Sent sent,
            Configuration configuration,
            List<Pruner.Other> others,
            boolean tested,
            WorkControl control)
            throws ClusterException, InterruptedException, IOException {
        Configuration absolute = configuration.located(Path::toAbsolutePath);
        Optional<byte[]> answer = sent.run(VersionedJson.line(new Description(absolute, others, tested)), control);
        return answer.isEmpty() ? Optional.empty() : Optional.of(read(answer.get()));
    }

    private static Trained read(byte[] answer) throws IOException {
        String where = "a trial's answer";
        Safetensors tensors = Safetensors.parse(where, answer);
        Outcome outcome = VersionedJson.read(
                tensors.metadata().get(OUTCOME), where, FORMAT, Outcome.class, JsonSize.MOST_TOKENS_OF_SAMPLES);
        TrainingEvent.Finished end = new TrainingEvent.Finished(
                outcome.stopped(),
                TensorShapes.model(where, tensors, "", outcome.network()),
                outcome.test().stream().findFirst(),
                Optional.empty(),
                Duration.ofNanos(outcome.elapsedNanos()));
        return new Trained(
                outcome.metrics().stream().map(RemoteTrials::metric).toList(), outcome.curve(), outcome.pruned(), end);
    }

    /** In the order of the record; not a number for none. */
    private static double[] numbers(Metric m) {
        return new double[] {
            m.step(),
            m.epoch(),
            m.epochEnd() ? 1 : 0,
            m.trainLoss(),
            m.trainScore(),
            m.testLoss(),
            m.testScore(),
            m.validationLoss().orElse(Double.NaN),
            m.validationScore().orElse(Double.NaN),
            m.testR2().orElse(Double.NaN),
            m.learningRate(),
            m.msPerStep(),
            m.seconds()
        };
    }

    private static Metric metric(double[] n) {
        return new Metric(
                (long) n[0],
                n[1],
                n[2] == 1,
                n[3],
                n[4],
                n[5],
                n[6],
                some(n[7]),
                some(n[8]),
                some(n[9]),
                n[10],
                n[11],
                n[12]);
    }

    private static OptionalDouble some(double value) {
        return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
