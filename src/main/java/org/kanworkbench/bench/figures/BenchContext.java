package org.kanworkbench.bench.figures;

import java.util.List;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.network.Preset;
import org.kanworkbench.training.Configuration;

/**
 * The context of all measurements of one {@code bench}.
 *
 * @param dataset bundled MNIST
 * @param quick fewer repetitions, for a first look
 * @param share of the default times and repetitions: 1 for meaningful figures, less for a smoke test
 */
public record BenchContext(Dataset dataset, int threads, long seed, boolean quick, double share) {

    public static final List<String> MODELS = List.of("kal-net", "kac-net", "torchkan", "kag-net", "mlp");

    public static BenchContext of(int threads, long seed, boolean quick) throws DataException {
        return new BenchContext(new DataSource.Mnist().load(), threads, seed, quick, 1);
    }

    /** A preset with another number of epochs. */
    public Configuration configuration(String preset, int epochs) {
        Preset named = Preset.named(preset).orElseThrow();
        return new Configuration(
                preset,
                new DataSource.Mnist(),
                named.network(dataset.inputs(), dataset.outputs()),
                named.recipe().withEpochs(epochs),
                seed,
                threads,
                Configuration.VECTOR);
    }

    /** A number of repetitions, scaled by this context's share. */
    public int times(int usual) {
        return Math.max(1, (int) Math.round(share * usual));
    }

    public int repetitions() {
        return quick ? 1 : 3;
    }
}
