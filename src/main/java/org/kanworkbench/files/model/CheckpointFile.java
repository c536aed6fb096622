package org.kanworkbench.files.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kanworkbench.engine.OptimizerState;
import org.kanworkbench.engine.WeightEma;
import org.kanworkbench.files.AtomicFile;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.SaveException;
import org.kanworkbench.files.json.JsonSize;
import org.kanworkbench.files.json.VersionedJson;
import org.kanworkbench.files.tensors.Safetensors;
import org.kanworkbench.files.tensors.SafetensorsWriter;
import org.kanworkbench.files.tensors.TensorShapes;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.tensor.Tensor;
import org.kanworkbench.training.Checkpoint;
import org.kanworkbench.training.Checkpoint.EpochSums;
import org.kanworkbench.training.Checkpoint.SelectionState;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Evaluation;

/**
 * Checkpoints as safetensors files: weights, moments and EMA as tensors, everything else as JSON in the metadata. The
 * round trip is bit-identical.
 */
public final class CheckpointFile {

    public static final String EXTENSION = ".checkpoint";

    private static final int FORMAT = 1;
    private static final String STATE = "checkpoint";
    private static final String WEIGHTS = "weights.";
    private static final String FIRST = "first.";
    private static final String SECOND = "second.";
    private static final String AVERAGE = "average.";
    /** Of L-BFGS; followed by the number of the pair. */
    private static final String STEP = "step.";

    private static final String CHANGE = "change.";
    private static final String BEST = "best.";

    /** @param average empty without an EMA of the weights */
    record State(
            Configuration configuration,
            NetworkSpec network,
            long step,
            @JsonProperty(defaultValue = "false") boolean scoresDue,
            double learningRate,
            long optimizerSteps,
            List<Average> average,
            EpochSums epoch,
            List<Selected> selection,
            long elapsedNanos) {}

    record Average(NetworkSpec network, long steps, double past) {}

    record Selected(int last, int best, NetworkSpec network, Evaluation validation, Evaluation test) {}

    private CheckpointFile() {}

    /** Writes the file atomically; an older one stays until then. */
    public static void write(Checkpoint checkpoint, Path file) throws SaveException {
        Map<String, Tensor> tensors = tensors(checkpoint);
        AtomicFile.write(file, out -> SafetensorsWriter.write(tensors, Map.of(STATE, json(checkpoint)), out));
    }

    /** Whether its file could be read again. */
    public static boolean fits(Checkpoint checkpoint) {
        long values = checkpoint.selection().stream()
                .mapToLong(selection -> values(selection.validation()) + values(selection.test()))
                .sum();
        return SafetensorsWriter.fits(tensors(checkpoint).values())
                && values <= JsonSize.MOST_TOKENS_OF_SAMPLES - JsonSize.MOST_TOKENS;
    }

    /** How many numbers its samples have, besides which there are few. */
    private static long values(Evaluation evaluation) {
        return switch (evaluation) {
            case Evaluation.Classification classes -> 2L * classes.predicted().length;
            case Evaluation.Regression numbers -> numbers.predicted().length;
        };
    }

    private static Map<String, Tensor> tensors(Checkpoint checkpoint) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        put(WEIGHTS, checkpoint.model().tensors(), tensors);
        put(FIRST, checkpoint.optimizer().first(), tensors);
        put(SECOND, checkpoint.optimizer().second(), tensors);
        List<OptimizerState.Difference> history = checkpoint.optimizer().history();
        for (int n = 0; n < history.size(); n++) {
            put(STEP + n + ".", history.get(n).step(), tensors);
            put(CHANGE + n + ".", history.get(n).change(), tensors);
        }
        checkpoint.average().ifPresent(average -> put(AVERAGE, average.mean().tensors(), tensors));
        checkpoint
                .selection()
                .ifPresent(selection -> put(BEST, selection.model().tensors(), tensors));
        return tensors;
    }

    private static void put(String prefix, Map<String, Tensor> from, Map<String, Tensor> to) {
        from.forEach((name, tensor) -> to.put(prefix + name, tensor));
    }

    private static String json(Checkpoint checkpoint) {
        State state = new State(
                checkpoint.configuration(),
                checkpoint.model().network(),
                checkpoint.step(),
                checkpoint.scoresDue(),
                checkpoint.learningRate(),
                checkpoint.optimizer().steps(),
                checkpoint.average().stream()
                        .map(a -> new Average(a.mean().network(), a.steps(), a.past()))
                        .toList(),
                checkpoint.epoch(),
                checkpoint.selection().stream()
                        .map(s -> new Selected(s.last(), s.best(), s.model().network(), s.validation(), s.test()))
                        .toList(),
                checkpoint.elapsed().toNanos());
        return VersionedJson.text(state, FORMAT);
    }

    public static Checkpoint read(Path file) throws ModelFileException {
        Safetensors tensors = Safetensors.read(file);
        String json = tensors.metadata().get(STATE);
        if (json == null) {
            throw new ModelFileException(file + " is not a checkpoint of a run: choose another file");
        }
        State state = VersionedJson.read(json, file.toString(), FORMAT, State.class, JsonSize.MOST_TOKENS_OF_SAMPLES);
        return new Checkpoint(
                state.configuration(),
                state.step(),
                state.scoresDue(),
                state.learningRate(),
                TensorShapes.model(file.toString(), tensors, WEIGHTS, state.network()),
                optimizer(file, tensors, state),
                average(file, tensors, state),
                state.epoch(),
                selection(file, tensors, state),
                Duration.ofNanos(state.elapsedNanos()));
    }

    private static OptimizerState optimizer(Path file, Safetensors tensors, State state) throws ModelFileException {
        List<OptimizerState.Difference> history = new ArrayList<>();
        while (true) {
            String end = history.size() + ".";
            Map<String, Tensor> step = parameters(file, tensors, STEP + end, state.network());
            if (step.isEmpty()) {
                break;
            }
            Map<String, Tensor> change = parameters(file, tensors, CHANGE + end, state.network());
            history.add(new OptimizerState.Difference(step, change));
        }
        return new OptimizerState(
                state.optimizerSteps(),
                parameters(file, tensors, FIRST, state.network()),
                parameters(file, tensors, SECOND, state.network()),
                history);
    }

    private static Optional<WeightEma.State> average(Path file, Safetensors tensors, State state)
            throws ModelFileException {
        if (state.average().isEmpty()) {
            return Optional.empty();
        }
        Average average = state.average().getFirst();
        return Optional.of(new WeightEma.State(
                TensorShapes.model(file.toString(), tensors, AVERAGE, average.network()),
                average.steps(),
                average.past()));
    }

    private static Optional<SelectionState> selection(Path file, Safetensors tensors, State state)
            throws ModelFileException {
        if (state.selection().isEmpty()) {
            return Optional.empty();
        }
        Selected selected = state.selection().getFirst();
        return Optional.of(new SelectionState(
                selected.last(),
                selected.best(),
                TensorShapes.model(file.toString(), tensors, BEST, selected.network()),
                selected.validation(),
                selected.test()));
    }

    /**
     * Reads tensors shaped as a model's trained parameters, without running statistics; empty if none has that prefix.
     */
    private static Map<String, Tensor> parameters(Path file, Safetensors tensors, String prefix, NetworkSpec network)
            throws ModelFileException {
        Map<String, Tensor> found = new LinkedHashMap<>();
        for (Map.Entry<String, int[]> expected :
                TensorShapes.of(network).shapes().entrySet()) {
            String name = prefix + expected.getKey();
            if (tensors.names().contains(name)) {
                found.put(expected.getKey(), TensorShapes.checked(file.toString(), name, tensors, expected.getValue()));
            }
        }
        return found;
    }
}
