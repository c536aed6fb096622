package org.kanworkbench.compare;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32;
import org.kanworkbench.compare.SizedComparison.Cell;
import org.kanworkbench.data.SeedMixer;
import org.kanworkbench.files.model.StartWeights;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.tensor.Tensor;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Evaluator;
import org.kanworkbench.training.TrainingEvent;
import org.kanworkbench.training.trials.Training;
import org.kanworkbench.training.trials.WorkControl;

/** The trainings of a comparison, each alone; one that is tested sees the test samples once, when it has ended. */
final class CellTraining {

    /** Tuning has a seed of its own, so that no seed of the table has been seen before. */
    private static final int TUNING_STREAM = 0x7e5;

    private final PreparedComparison prepared;
    private final SizedComparison sized;
    private final Comparison comparison;

    CellTraining(PreparedComparison prepared) {
        this.prepared = prepared;
        sized = prepared.sized();
        comparison = sized.comparison();
    }

    /**
     * Trains on the calling thread.
     *
     * @param index number of the training
     * @param rate 0 if it failed with all that were tried
     * @return empty if it was cancelled
     */
    Optional<Score> score(int index, double rate, WorkControl control) throws InterruptedException {
        Cell cell = sized.cell(index);
        SizedData on = sized.data().get(cell.data());
        SizedPreset preset = on.presets().get(cell.preset());
        if (rate == 0) {
            return Optional.of(score(cell, rate, 0, 0, 0, "", "failed with every learning rate that was tried"));
        }
        LoadedData data = prepared.data().get(cell.data());
        Configuration configuration = data.configuration(
                preset.preset(),
                preset.hidden(),
                cell.tuning() ? on.tuningEpochs() : on.epochs(),
                rate,
                cell.tuning()
                        ? SeedMixer.mix(comparison.firstSeed(), TUNING_STREAM)
                        : comparison.firstSeed() + cell.turn(),
                comparison.engine());
        Optional<TrainingEvent.Finished> end;
        try {
            end = Training.run(
                    prepared.engines(), configuration, data.fitting(), StartWeights::read, control, _ -> true);
        } catch (Training.Diverged e) {
            return Optional.of(score(cell, rate, 0, 0, 0, "", e.getMessage()));
        }
        if (end.isEmpty()) {
            return Optional.empty();
        }
        Model model = end.get().model();
        double validation = end.get().test().orElseThrow().score();
        double test = cell.tuning()
                ? 0
                : Evaluator.ofTest(model, data.whole(), configuration.recipe().batch(), 1)
                        .score();
        double seconds = end.get().elapsed().toNanos() / 1e9;
        String failure = Double.isFinite(validation) && Double.isFinite(test) ? "" : "its outputs are not finite";
        return Optional.of(
                failure.isEmpty()
                        ? score(cell, rate, validation, test, seconds, checksum(model), "")
                        : score(cell, rate, 0, 0, seconds, checksum(model), failure));
    }

    private Score score(
            Cell cell, double rate, double validation, double test, double seconds, String weights, String failure) {
        return new Score(
                cell.data(),
                comparison.presets().get(cell.preset()),
                cell.tuning(),
                cell.turn(),
                rate,
                validation,
                test,
                seconds,
                weights,
                failure);
    }

    private static String checksum(Model model) {
        CRC32 checksum = new CRC32();
        for (Tensor tensor : model.tensors().values()) {
            ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * tensor.values().length);
            bytes.asFloatBuffer().put(tensor.values());
            checksum.update(bytes);
        }
        return HexFormat.of().toHexDigits((int) checksum.getValue());
    }
}
