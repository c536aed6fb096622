package org.kanworkbench.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.DataSource;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.network.GridUpdate;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.Recipe;
import org.kanworkbench.network.Selection;
import org.kanworkbench.runs.ConfigurationFile;
import org.kanworkbench.runs.DataFolder;
import org.kanworkbench.runs.ModelFile;
import org.kanworkbench.runs.ModelFileException;
import org.kanworkbench.runs.SavedModel;
import org.kanworkbench.runs.StartWeights;
import org.kanworkbench.training.Configuration;
import picocli.CommandLine.Option;

/** What to train: a preset or a configuration file, and the changes to it. */
final class TrainOptions {

    private static final long DEFAULT_SEED = 0;

    @Option(names = "--preset", paramLabel = "P", description = "Preset, one of those that `presets` lists.")
    private String preset;

    @Option(names = "--config", paramLabel = "FILE", description = "Configuration file (JSON) instead of a preset.")
    private Path config;

    @Option(
            names = "--from",
            paramLabel = "MODEL",
            description = "Fine-tunes this .kan file, for instance on other data: its weights, network and recipe "
                    + "instead of a preset's.")
    private Path from;

    @Option(
            names = "--hidden",
            paramLabel = "N",
            split = ",",
            description = "Units of the hidden layers, for instance 64,32; the preset's by default.")
    private List<Integer> hidden;

    @Option(
            names = "--order",
            paramLabel = "N",
            description = "Order of the basis, or number of Gaussian centres; the preset's by default.")
    private Integer order;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "Passes over the training set; the preset's by default.")
    private Integer epochs;

    @Option(names = "--lr", paramLabel = "RATE", description = "Learning rate; the preset's by default.")
    private Double learningRate;

    @Option(names = "--batch", paramLabel = "N", description = "Batch size; the preset's by default.")
    private Integer batch;

    @Option(
            names = "--averaging",
            paramLabel = "DECAY",
            description = "Decay per step of the exponential moving average (EMA) of the weights, for instance "
                    + "0.999; the averaged weights are scored and kept.")
    private Double averaging;

    @Option(names = "--seed", paramLabel = "N", description = "Random seed; 0 by default.")
    private Long seed;

    @Option(names = "--data", paramLabel = "PATH", description = DataOption.DESCRIPTION)
    private String data;

    @Option(
            names = "--validation",
            paramLabel = "N",
            description = "Holds out N training samples for validation, the same split for every run. All metrics "
                    + "are then of the validation set, --patience and --keep-best decide by them, and the test "
                    + "set is not used.")
    private Integer validation;

    @Option(
            names = "--patience",
            paramLabel = "N",
            description = "Early stopping after N epochs without a better validation score.")
    private Integer patience;

    @Option(names = "--keep-best", description = "Keeps the weights of the epoch with the best validation score.")
    private boolean keepBest;

    @Option(
            names = "--grid-update",
            paramLabel = "N",
            description = "Refits the grids of B-splines to their inputs every N epochs, in the first half of the "
                    + "run; 0 for never.")
    private Integer gridUpdate;

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            description = "Engine: vector (default), nd4j-native or nd4j-cuda; `devices` shows which are available.")
    private String engine;

    /** A run that can begin. */
    record Work(Configuration configuration, Dataset dataset) {

        /** Whether scores are of the test set; else they are of the rows held out. */
        boolean tested() {
            return dataset.test().size() > 0;
        }
    }

    Work work(CommonOptions common) throws CommandFailure, DataException, ModelFileException {
        checkEngine();
        Work work = from != null
                ? fromModel(common.threads())
                : config == null ? fromPreset(common.threads()) : fromFile(common);
        return validation == null
                ? work
                : new Work(work.configuration(), work.dataset().withoutTest());
    }

    private void checkEngine() throws CommandFailure {
        if (engine != null && !Configuration.ENGINES.contains(engine)) {
            throw CommandFailure.badInput("engine '" + engine + "' is not known: choose "
                    + String.join(", ", Configuration.ENGINES) + ", or leave --engine out");
        }
    }

    private Work fromPreset(int threads) throws CommandFailure, DataException {
        if (preset == null) {
            throw CommandFailure.badInput(
                    "nothing to train: name a preset with --preset, or a configuration file with --config");
        }
        DataSource source = DataOption.source(data);
        Preset named = PresetOption.named(preset);
        Preset fitted = source instanceof DataSource.Toy ? named.forPlane() : named;
        Preset chosen = order == null ? fitted : fitted.withOrder(order);
        List<Integer> units = hidden == null ? chosen.hidden() : hidden;
        Recipe recipe = changed(chosen.recipe());
        // Refuses impossible layers before the data is read.
        chosen.network(chosen.stem().usualInputs(), units, 1);
        Dataset dataset = source.load();
        NetworkSpec network = chosen.network(dataset.inputs(), units, dataset.outputs());
        long start = seed == null ? DEFAULT_SEED : seed;
        return new Work(
                new Configuration(
                        preset,
                        source,
                        network,
                        recipe,
                        start,
                        threads,
                        engine == null ? Configuration.VECTOR : engine),
                dataset);
    }

    private Work fromModel(int threads) throws CommandFailure, DataException, ModelFileException {
        if (preset != null || config != null || hidden != null || order != null) {
            throw CommandFailure.badInput(
                    "--from " + from + " says what the network is: leave --preset, --config, --hidden and --order out");
        }
        SavedModel model = ModelFile.read(from);
        DataSource source = DataOption.source(data);
        Dataset dataset = model.seen(source.load());
        String kept;
        try {
            kept = StartWeights.keep(model, DataFolder.current(), StartWeights.name(from.toString()))
                    .toString();
        } catch (IOException e) {
            throw CommandFailure.failed(e.getMessage());
        }
        long chance = seed == null ? DEFAULT_SEED : seed;
        return new Work(
                new Configuration(
                        model.preset(),
                        source,
                        model.model().network(),
                        changed(model.recipe()),
                        chance,
                        threads,
                        engine == null ? Configuration.VECTOR : engine,
                        kept),
                dataset);
    }

    private Work fromFile(CommonOptions common) throws CommandFailure, DataException, ModelFileException {
        if (preset != null || hidden != null || order != null) {
            throw CommandFailure.badInput(
                    "--config " + config + " says what the network is: leave --preset, --hidden and --order out");
        }
        Configuration file = ConfigurationFile.read(config);
        DataSource source = data == null ? file.data() : DataOption.source(data);
        Configuration changed = new Configuration(
                file.preset(),
                source,
                file.network(),
                changed(file.recipe()),
                seed == null ? file.seed() : seed,
                common.threads(file.threads()),
                engine == null ? file.engine() : engine,
                file.start());
        return new Work(changed, StartWeights.scaled(source.load(), changed));
    }

    private Recipe changed(Recipe recipe) throws CommandFailure {
        Recipe changed = recipe;
        if (epochs != null) {
            changed = changed.withEpochs(epochs);
        }
        if (learningRate != null) {
            changed = changed.withLearningRate(learningRate);
        }
        if (batch != null) {
            changed = changed.withBatch(batch);
        }
        if (averaging != null) {
            changed = changed.withAveraging(averaging);
        }
        if (gridUpdate != null) {
            changed = changed.withGridUpdate(GridUpdate.firstHalf(gridUpdate, changed.epochs()));
        }
        return changed.withSelection(changed(recipe.selection()));
    }

    private Selection changed(Selection selection) throws CommandFailure {
        if (validation != null && validation < 1) {
            throw CommandFailure.badInput("--validation is " + validation + ": choose 1 or more rows to hold out");
        }
        if (validation == null && !selection.active() && (patience != null || keepBest)) {
            throw CommandFailure.badInput(
                    "--patience and --keep-best decide by held-out training rows: say how many with"
                            + " --validation N");
        }
        return new Selection(
                validation == null ? selection.validationRows() : validation,
                patience == null ? selection.patience() : patience,
                keepBest || selection.keepBest());
    }
}
