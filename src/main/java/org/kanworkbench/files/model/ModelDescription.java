package org.kanworkbench.files.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.Dataset.ImageShape;
import org.kanworkbench.data.OneLine;
import org.kanworkbench.data.Target;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.json.JsonFormat;
import org.kanworkbench.files.json.VersionedJson;
import org.kanworkbench.files.tensors.StoredWeights;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.training.Measure;

/**
 * The description of a model beside its weights, in three JSON texts: entries of a {@code .kan} file, or metadata of a
 * safetensors file.
 */
record ModelDescription(Spec spec, Recipe recipe, Metrics metrics) {

    /** Format of files entirely in float32, which older versions of the workbench read. */
    static final int PLAIN_FORMAT = 1;

    /** Format of files with fewer bits. */
    static final int PACKED_FORMAT = 2;

    /** Format of models of numbers. */
    static final int FORMAT = 3;

    /** The names of the texts. */
    static final String SPEC = "spec";

    static final String RECIPE = "recipe";
    static final String METRICS = "metrics";

    private static final String TEST_ACCURACY = "testAccuracy";
    private static final String TEST_RMSE = "testRmse";

    record Spec(String preset, NetworkSpec network) {}

    /**
     * @param classes empty for a model of numbers
     * @param targets empty for a model of classes
     * @param image height and width; empty if rows are not images
     * @param columns empty without column scaling
     */
    record Metrics(
            long seed,
            String dataset,
            List<String> classes,
            @JsonProperty(defaultValue = "[]") List<ColumnScaling.Column> targets,
            @JsonProperty(defaultValue = "[]") List<Integer> image,
            @JsonProperty(defaultValue = "[]") List<ColumnScaling.Column> columns,
            Map<String, Double> scores,
            Map<String, String> versions) {}

    /**
     * Returns one of the three texts.
     *
     * @param where its name in messages
     */
    record Text(byte[] json, String where) {}

    static ModelDescription of(SavedModel saved) {
        Map<String, Double> scores = new TreeMap<>();
        saved.testScore().ifPresent(score -> scores.put(name(saved.measure()), score));
        Metrics metrics = new Metrics(
                saved.seed(),
                saved.dataset(),
                saved.target() instanceof Target.Classes classes ? classes.names() : List.of(),
                saved.target() instanceof Target.Numbers numbers
                        ? numbers.scaling().columns()
                        : List.of(),
                saved.image().map(ImageShape::sides).orElse(List.of()),
                saved.scaling().map(ColumnScaling::columns).orElse(List.of()),
                scores,
                versions());
        return new ModelDescription(new Spec(saved.preset(), saved.model().network()), saved.recipe(), metrics);
    }

    private static String name(Measure measure) {
        return switch (measure) {
            case ACCURACY -> TEST_ACCURACY;
            case RMSE -> TEST_RMSE;
        };
    }

    private static Map<String, String> versions() {
        Map<String, String> versions = new TreeMap<>();
        versions.put(
                "workbench",
                Optional.ofNullable(ModelFile.class.getPackage().getImplementationVersion())
                        .orElse("unpackaged"));
        versions.put("java", Runtime.version().toString());
        versions.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        versions.put("architecture", System.getProperty("os.arch"));
        return versions;
    }

    /** @param packed whether some weights have fewer bits than float32 */
    byte[] specText(boolean packed) {
        int format = !metrics.targets().isEmpty() ? FORMAT : packed ? PACKED_FORMAT : PLAIN_FORMAT;
        return VersionedJson.write(spec, format);
    }

    byte[] recipeText() throws JsonProcessingException {
        return JsonFormat.STRICT.writeValueAsBytes(recipe);
    }

    byte[] metricsText() throws JsonProcessingException {
        return JsonFormat.STRICT.writeValueAsBytes(metrics);
    }

    /** The source of the texts. */
    @FunctionalInterface
    interface Source {
        Text text(String name) throws ModelFileException;
    }

    /** Rejects newer versions first, then inconsistent descriptions. */
    static ModelDescription read(Source source) throws ModelFileException {
        Text spec = source.text(SPEC);
        Spec network = VersionedJson.read(spec.json(), spec.where(), FORMAT, Spec.class);
        Text recipe = source.text(RECIPE);
        Text metrics = source.text(METRICS);
        ModelDescription read = new ModelDescription(
                network,
                VersionedJson.read(recipe.json(), recipe.where(), Recipe.class),
                VersionedJson.read(metrics.json(), metrics.where(), Metrics.class));
        checkPreset(network.preset(), spec.where());
        read.checkTarget(metrics.where());
        read.checkInputs(metrics.where());
        read.checkScore(metrics.where());
        return read;
    }

    /** The name becomes part of file names and is printed. */
    static void checkPreset(String preset, String where) throws ModelFileException {
        if (Preset.named(preset).isEmpty()) {
            throw new ModelFileException(where + ": preset: \"" + OneLine.of(preset)
                    + "\" is unknown: run the command presets to see which there are");
        }
    }

    private void checkTarget(String where) throws ModelFileException {
        int outputs = spec.network().outputs();
        int names = target().names().size();
        if (names != outputs
                || !metrics.classes().isEmpty() && !metrics.targets().isEmpty()) {
            throw new ModelFileException(where + ": " + (metrics.targets().isEmpty() ? "classes" : "targets")
                    + ": there are " + names + " names for " + outputs + " outputs: save the model again");
        }
    }

    private Target target() {
        return metrics.targets().isEmpty()
                ? new Target.Classes(metrics.classes())
                : new Target.Numbers(new ColumnScaling(metrics.targets()));
    }

    private OptionalDouble score() {
        Double score = metrics.scores().get(name(Measure.of(target().loss())));
        return score == null ? OptionalDouble.empty() : OptionalDouble.of(score);
    }

    private void checkInputs(String where) throws ModelFileException {
        int inputs = spec.network().inputs();
        List<Integer> sides = metrics.image();
        boolean image = sides.isEmpty() || fits(sides, inputs);
        if (!image) {
            throw new ModelFileException(where + ": image: " + sides + " is no height and width of " + inputs
                    + " inputs: save the model again");
        }
        int columns = metrics.columns().size();
        if (columns > 0 && columns != inputs) {
            throw new ModelFileException(
                    where + ": columns: there are " + columns + " for " + inputs + " inputs: save the model again");
        }
    }

    private static boolean fits(List<Integer> sides, int inputs) {
        boolean possible = sides.size() == 2 || sides.size() == 3;
        long values = 1;
        for (int side : sides) {
            possible &= side > 0 && side <= inputs;
            values *= Math.max(1, Math.min(side, inputs));
        }
        return possible && values == inputs;
    }

    private void checkScore(String where) throws ModelFileException {
        OptionalDouble score = score();
        if (score.isEmpty()) {
            return;
        }
        double value = score.getAsDouble();
        boolean possible = value >= 0
                && switch (Measure.of(target().loss())) {
                    case ACCURACY -> value <= 1;
                    case RMSE -> Double.isFinite(value);
                };
        if (!possible) {
            throw new ModelFileException(where + ": scores: " + name(Measure.of(target().loss())) + " is " + value
                    + ", no " + (metrics.targets().isEmpty() ? "share between 0 and 1" : "error")
                    + ": save the model again");
        }
    }

    /** @param stored storage formats of the weights, if not all are float32 */
    SavedModel with(Model model, Optional<StoredWeights> stored) {
        List<Integer> sides = metrics.image();
        return new SavedModel(
                model,
                spec.preset(),
                recipe,
                metrics.seed(),
                metrics.dataset(),
                target(),
                sides.isEmpty() ? Optional.empty() : Optional.of(ImageShape.of(sides)),
                metrics.columns().isEmpty() ? Optional.empty() : Optional.of(new ColumnScaling(metrics.columns())),
                score(),
                stored);
    }
}
