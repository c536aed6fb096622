package org.kanworkbench.gpu;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.kanworkbench.data.Augmenter;
import org.kanworkbench.data.Batches;
import org.kanworkbench.data.ByteFeatures;
import org.kanworkbench.data.Examples;
import org.kanworkbench.data.FloatFeatures;
import org.kanworkbench.gpu.device.Session;
import org.kanworkbench.gpu.device.Session.Buffer;
import org.kanworkbench.gpu.device.Session.Shared;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.recipe.Augmentation;
import org.kanworkbench.network.stem.PositionalEncoding;

/**
 * Training examples that lie on the device, for all runs.
 *
 * @param codes inputs as bytes, and values as floats: one of both
 * @param targets labels or numbers
 * @param how the batch is made of them: Examples in network.cl
 */
record HeldExamples(Shared codes, Shared values, Shared targets, Shared how) {

    /** Bytes of Examples in network.cl. */
    private static final int HOW = Long.BYTES + 18 * Integer.BYTES;

    /** Steps of a shift that are compared, a pixel. */
    private static final long FRACTIONS = 1L << 24;

    /** Bytes that the examples of batches take on the device. */
    static long bytes(Batches batches) {
        Examples examples = batches.examples();
        long inputs = (long) examples.size() * examples.features().width();
        boolean coded = examples.features() instanceof ByteFeatures;
        return inputs * (coded ? 1 : Float.BYTES) + (long) examples.size() * Math.max(1, examples.targets()) * 4;
    }

    static HeldExamples of(
            Session session, Batches batches, NetworkSpec spec, Buffer order, Buffer x, Buffer targets, Buffer seeds) {
        Examples examples = batches.examples();
        try (Arena arena = Arena.ofConfined()) {
            Shared answers = session.share(
                    examples.targets() == 0
                            ? arena.allocateFrom(JAVA_INT, examples.labels())
                            : arena.allocateFrom(JAVA_FLOAT, examples.numbers()));
            MemorySegment how = arena.allocate(HOW, Long.BYTES);
            ByteBuffer to = how.asByteBuffer().order(ByteOrder.nativeOrder());
            Optional<Augmenter> augmenter = batches.augmenter();
            Augmentation changes = augmenter.map(Augmenter::augmentation).orElse(Augmentation.NONE);
            to.putLong(Math.round(changes.shift() * FRACTIONS))
                    .putFloat((float) changes.rotation())
                    .putFloat((float) changes.scale())
                    .putFloat((float)
                            augmenter.map(a -> a.fill().orElse(0)).orElse(0.0).doubleValue());
            boolean coded = examples.features() instanceof ByteFeatures;
            to.putFloat(coded ? ((ByteFeatures) examples.features()).scale() : 1)
                    .putFloat(coded ? ((ByteFeatures) examples.features()).offset() : 0)
                    .putInt(examples.features().width())
                    .putInt(Math.max(1, examples.targets()))
                    .putInt(coded ? 1 : 0)
                    .putInt(augmenter.isPresent() ? 1 : 0)
                    .putInt(augmenter.isPresent() && augmenter.get().fill().isPresent() ? 1 : 0)
                    .putInt(augmenter.map(a -> a.shape().height()).orElse(0))
                    .putInt(augmenter.map(a -> a.shape().width()).orElse(0))
                    .putInt(spec.stem() instanceof PositionalEncoding ? 1 : 0)
                    .putInt(order.at())
                    .putInt(x.at())
                    .putInt(targets.at())
                    .putInt(seeds.at());
            Shared described = session.share(how);
            // Last, so that nothing so large is left over where there is no room for the others.
            Shared inputs = session.share(
                    switch (examples.features()) {
                        case ByteFeatures bytes -> arena.allocateFrom(JAVA_BYTE, bytes.bytes());
                        case FloatFeatures floats -> arena.allocateFrom(JAVA_FLOAT, floats.values());
                    });
            return new HeldExamples(inputs, inputs, answers, described);
        }
    }
}
