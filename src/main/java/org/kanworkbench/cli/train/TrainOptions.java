package org.kanworkbench.cli.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kanworkbench.cli.command.Choices;
import org.kanworkbench.cli.command.CommandFailure;
import org.kanworkbench.cli.command.CommonOptions;
import org.kanworkbench.cli.command.DataOption;
import org.kanworkbench.cli.command.PresetOption;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.FileErrors;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.engine.SplineGrids;
import org.kanworkbench.files.DataFolder;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.model.ConfigurationFile;
import org.kanworkbench.files.model.ModelFile;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.files.model.StartWeights;
import org.kanworkbench.network.Field;
import org.kanworkbench.network.Limits;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.network.recipe.RecipeField;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.loop.WarmUp;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The run to train: a preset or a configuration file, with changes. */
final class TrainOptions {

    private static final long DEFAULT_SEED = 0;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

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

    @Option(names = "--seed", paramLabel = "N", description = "Random seed; 0 by default.")
    private Long seed;

    @Mixin
    private DataOption data;

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            description =
                    "Engine: vector (default), opencl, cuda, nd4j-native or nd4j-cuda; opencl:1, cuda:1 and so on for further devices. `devices` shows which are"
                            + " available.")
    private String engine;

    /** A run that is ready to start. */
    record Work(Configuration configuration, Dataset dataset) {

        /** Whether scores are on the test set rather than on validation samples. */
        boolean tested() {
            return dataset.test().size() > 0;
        }
    }

    Work work(CommonOptions common) throws CommandFailure, DataException, ModelFileException {
        return work(common, null);
    }

    /** Has the code for the named preset compiled while the bundled images are read. */
    WarmUp warmUp() throws CommandFailure {
        boolean here = preset != null && (engine == null || engine.equals(Configuration.VECTOR));
        return here && data.source() instanceof DataSource.Mnist
                ? Preset.named(preset).map(WarmUp::of).orElseGet(WarmUp::none)
                : WarmUp.none();
    }

    /** @param usual the preset if nothing is named; null for none */
    Work work(CommonOptions common, String usual) throws CommandFailure, DataException, ModelFileException {
        if (preset == null && config == null && from == null) {
            preset = usual;
        }
        checkEngine();
        Work work = from != null
                ? fromModel(common.threads())
                : config == null ? fromPreset(common.threads()) : fromFile(common);
        checkRefinement(work.configuration());
        checkBatch(work.configuration());
        // Whoever asked for the split, the command or a file, so that a repeated run has its scores.
        return work.configuration().recipe().selection().active()
                ? new Work(work.configuration(), work.dataset().withoutTest())
                : work;
    }

    /** A model that is trained further may have grids as fine as they were to become. */
    private void checkRefinement(Configuration made) throws CommandFailure {
        int most = made.recipe().gridRefinement().most();
        int coarsest = SplineGrids.in(made.network()) ? SplineGrids.coarsest(made.network()) : 0;
        boolean given = RecipeOptions.given(parsed()).containsKey(RecipeField.REFINE_EVERY);
        if (given && made.recipe().gridRefinement().active() && coarsest >= most) {
            throw CommandFailure.badInput("--refine-grid has no meaning: the grids have " + coarsest
                    + " intervals already, and refinement ends at " + most + ": give a larger --refine-until");
        }
    }

    /** All samples count in a step of L-BFGS, but networks that scale by the batch go through them in batches. */
    private void checkBatch(Configuration made) throws CommandFailure {
        if (RecipeOptions.given(parsed()).containsKey(RecipeField.BATCH)
                && made.recipe().optimizer().kind().fullBatch()
                && !made.network().scalesByBatch()) {
            throw CommandFailure.badInput("--batch has no meaning with L-BFGS, which takes all samples in a step, as "
                    + made.preset() + " does not scale by the batch: leave it out");
        }
    }

    private ParseResult parsed() {
        return command.commandLine().getParseResult();
    }

    private void checkEngine() throws CommandFailure {
        if (engine != null && !Configuration.isEngine(engine)) {
            throw CommandFailure.badInput("engine '" + engine + "' is not known: choose "
                    + String.join(", ", Configuration.ENGINES) + ", or leave --engine out");
        }
    }

    private Work fromPreset(int threads) throws CommandFailure, DataException {
        if (preset == null) {
            throw CommandFailure.badInput(
                    "nothing to train: name a preset with --preset, or a configuration file with --config");
        }
        DataSource source = data.source();
        for (int units : hidden == null ? List.<Integer>of() : hidden) {
            Choices.within("--hidden", units, 1, Limits.MAX_UNITS);
        }
        Preset named = PresetOption.named(preset);
        Preset ordered = order == null ? named : named.withOrder(order);
        // Rejects impossible layers before the data is read.
        ordered.network(ordered.stem().usualInputs(), hidden == null ? ordered.hidden() : hidden, 1);
        Dataset dataset = source.load();
        Preset chosen = source.fitted(ordered, dataset.target().loss(), dataset.inputs());
        List<Integer> units = hidden == null ? chosen.hidden() : hidden;
        Recipe recipe = changed(chosen.recipe());
        NetworkSpec network = chosen.network(dataset.inputs(), units, dataset.outputs());
        return new Work(configuration(preset, source, network, recipe, threads), dataset);
    }

    private Configuration configuration(
            String named, DataSource source, NetworkSpec network, Recipe recipe, int threads) {
        long chance = seed == null ? DEFAULT_SEED : seed;
        String trains = engine == null ? Configuration.VECTOR : engine;
        return new Configuration(named, source, network, recipe, chance, threads, trains);
    }

    private Work fromModel(int threads) throws CommandFailure, DataException, ModelFileException {
        if (preset != null || config != null || hidden != null || order != null) {
            throw CommandFailure.badInput(
                    "--from " + from + " says what the network is: leave --preset, --config, --hidden and --order out");
        }
        SavedModel model = ModelFile.read(from);
        DataSource source = data.source(model.target(), model.scaling());
        Dataset dataset = model.seen(source.load());
        String kept;
        try {
            kept = StartWeights.keep(model, DataFolder.current(), StartWeights.name(from.toString()))
                    .toString();
        } catch (IOException e) {
            throw CommandFailure.failed(FileErrors.unusable(e));
        }
        Configuration fresh =
                configuration(model.preset(), source, model.model().network(), changed(model.recipe()), threads);
        return new Work(fresh.withStart(kept), dataset);
    }

    private Work fromFile(CommonOptions common) throws CommandFailure, DataException, ModelFileException {
        if (preset != null || hidden != null || order != null) {
            throw CommandFailure.badInput(
                    "--config " + config + " says what the network is: leave --preset, --hidden and --order out");
        }
        Configuration file = ConfigurationFile.read(config);
        DataSource source = data.given() ? data.sourceLike(file.data()) : file.data();
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

    @SuppressWarnings("unchecked")
    private static <T> String reason(Field<T> field, Object value) {
        return value instanceof Number
                ? "without " + field.option().map(Field.Option::name).orElse(field.what()) + ": give that, too"
                : "with " + field.label((T) value) + ": leave it out";
    }

    private Recipe changed(Recipe recipe) throws CommandFailure {
        Map<Field<?>, Object> given = RecipeOptions.given(parsed());
        int validation = (int) given.getOrDefault(RecipeField.VALIDATION_ROWS, 1);
        if (validation < 1) {
            throw CommandFailure.badInput("--validation is " + validation + ": choose 1 or more samples to hold out");
        }
        boolean selects = given.containsKey(RecipeField.PATIENCE) || given.containsKey(RecipeField.KEEP_BEST);
        if (selects && !recipe.selection().active() && !given.containsKey(RecipeField.VALIDATION_ROWS)) {
            throw CommandFailure.badInput(
                    "--patience and --keep-best decide by held-out training samples: say how many with"
                            + " --validation N");
        }
        for (Field<?> field : given.keySet()) {
            Optional<Field<?>> unmet = field.unmet(other -> given.getOrDefault(other, other.of(recipe)));
            if (unmet.isPresent()) {
                throw CommandFailure.badInput(field.option().orElseThrow().name() + " has no meaning "
                        + reason(
                                unmet.get(),
                                given.getOrDefault(unmet.get(), unmet.get().of(recipe))));
            }
        }
        for (Field<Integer> every : List.of(RecipeField.GRID_EVERY, RecipeField.REFINE_EVERY)) {
            int epochs = (int) given.getOrDefault(RecipeField.EPOCHS, recipe.epochs());
            if (given.containsKey(every) && (int) given.get(every) >= epochs) {
                throw CommandFailure.badInput(every.option().orElseThrow().name() + " " + given.get(every)
                        + " has no meaning in " + epochs + (epochs == 1 ? " epoch" : " epochs")
                        + ", as grids change between epochs: choose fewer, or more --epochs");
            }
        }
        if (given.containsKey(RecipeField.GRID_EVERY)) {
            given.put(RecipeField.GRID_UNTIL, RecipeField.GRID_UNTIL.usual());
        }
        return recipe.with(given);
    }
}
