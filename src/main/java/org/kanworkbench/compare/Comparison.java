package org.kanworkbench.compare;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.json.VectorEngineName;
import org.kanworkbench.files.json.VersionedJson;
import org.kanworkbench.network.Limits;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.Presets;
import org.kanworkbench.training.Configuration;

/**
 * What is compared, and how: determines the trainings up to the widths, see {@link SizedData}.
 *
 * @param presets their names; the MLP is always among them
 * @param seeds how many, from {@code firstSeed} on, the same for every preset
 * @param quantity what all networks for a data set have as much of as the first preset with its own widths
 * @param size so much of it instead; 0 for the first preset's
 * @param epochs of every training; 0 for the MLP preset's for these data
 * @param rows training samples, validation samples included; 0 for all
 * @param learningRates what is tried for every preset and data set, on the validation samples alone
 * @param tuningEpochs of a training that tries one; 0 for a third of the epochs
 * @param engine that trains; not in files if it is the vector engine, as in those of before there were others
 */
public record Comparison(
        List<String> presets,
        List<DataSource> data,
        int seeds,
        long firstSeed,
        Quantity quantity,
        double size,
        int epochs,
        int rows,
        List<Double> learningRates,
        int tuningEpochs,

        @JsonProperty(defaultValue = VectorEngineName.JSON)
        @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = VectorEngineName.class)
        String engine) {

    public static final String MLP = "mlp";
    public static final List<Double> LEARNING_RATES = List.of(0.001, 0.003, 0.01, 0.03);
    public static final int SEEDS = 5;

    private static final String DATA = "data";
    private static final int FORMAT = 1;
    private static final int MOST_SEEDS = 1000;
    private static final int MOST_EPOCHS = 100_000;

    public Comparison {
        presets = withMlp(presets);
        data = Limits.distinct("data set", data);
        learningRates = Limits.distinct("learning rate", learningRates);
        Configuration.checkEngine(engine);
        presets.forEach(Preset::checkName);
        check("seeds", seeds, 1, MOST_SEEDS);
        check("epochs", epochs, 0, MOST_EPOCHS);
        check("tuning epochs", tuningEpochs, 0, MOST_EPOCHS);
        check("samples", rows, 0, Integer.MAX_VALUE);
        if (rows > 0 && rows < LoadedData.FEWEST_ROWS) {
            throw new IllegalArgumentException(
                    "samples are " + rows + ": choose " + LoadedData.FEWEST_ROWS + " or more, or 0 for all");
        }
        if (!learningRates.stream().allMatch(r -> r > 0 && r <= 10)) {
            throw new IllegalArgumentException("learning rates are " + learningRates + ": choose above 0, up to 10");
        }
        if (!(size >= 0 && size < 1e15)) {
            throw new IllegalArgumentException("size is " + size + ": choose 1 or more");
        }
        if (size > 0 && quantity == Quantity.NONE) {
            throw new IllegalArgumentException("a size is for networks that are matched: leave it out");
        }
    }

    /** The presets with a recipe of the workbench's own and without convolutions: those that any data set fits. */
    public static List<String> dense() {
        return Presets.ALL.stream()
                .filter(preset ->
                        preset.stem().usualInputs() == 1 && !preset.name().endsWith("-faithful"))
                .map(Preset::name)
                .toList();
    }

    private static List<String> withMlp(List<String> presets) {
        List<String> all = new ArrayList<>(Limits.distinct("preset", presets));
        if (!all.contains(MLP)) {
            all.add(MLP);
        }
        return List.copyOf(all);
    }

    private static void check(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(what + " are " + value + ": choose " + least + " to " + most);
        }
    }

    /** As JSON. */
    public String text() {
        return VersionedJson.text(this, FORMAT);
    }

    /** @param where what messages call the text */
    public static Comparison parse(String text, String where) throws ModelFileException {
        return VersionedJson.read(text, where, FORMAT, Comparison.class);
    }

    /** What it has, and another one has not, in words. */
    String difference(Comparison other) {
        Map<String, Object> others = other.settings();
        Map<String, Object> different = new LinkedHashMap<>(settings());
        different.entrySet().removeAll(others.entrySet());
        return different.entrySet().stream()
                .map(setting -> setting.getKey().equals(DATA)
                        ? "other data"
                        : setting.getKey() + " " + setting.getValue() + " instead of " + others.get(setting.getKey()))
                .collect(Collectors.joining("; "));
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("presets", String.join(", ", presets));
        settings.put(DATA, data);
        settings.put("seeds", seeds);
        settings.put("first seed", firstSeed);
        settings.put("match", quantity.name().toLowerCase(Locale.ROOT));
        settings.put("size", size);
        settings.put("epochs", epochs);
        settings.put("samples", rows);
        settings.put("learning rates", learningRates);
        settings.put("tuning epochs", tuningEpochs);
        settings.put("engine", engine);
        return settings;
    }

    /** The same with data at other paths. */
    Comparison located(UnaryOperator<Path> to) {
        List<DataSource> elsewhere =
                data.stream().map(source -> source.located(to)).toList();
        return new Comparison(
                presets,
                elsewhere,
                seeds,
                firstSeed,
                quantity,
                size,
                epochs,
                rows,
                learningRates,
                tuningEpochs,
                engine);
    }

    /** What a training runs on, in words. */
    public String device() {
        return engine.equals(Configuration.VECTOR) ? "one core" : engine;
    }

    /** A preset for a data set. */
    int groups() {
        return presets.size() * data.size();
    }

    /** Trainings that choose learning rates; they come first. */
    int tunings() {
        return groups() * learningRates.size();
    }

    /** All trainings. */
    public int trainings() {
        return tunings() + groups() * seeds;
    }
}
