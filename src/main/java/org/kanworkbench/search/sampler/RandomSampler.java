package org.kanworkbench.search.sampler;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.kanworkbench.data.SeedMixer;
import org.kanworkbench.search.space.Dimension;
import org.kanworkbench.search.space.Space;

/** Independent values, uniform on each setting's scale. */
record RandomSampler(Space space, long seed) implements Sampler {

    @Override
    public Map<String, Object> suggest(int number, List<Optional<Observation>> before) {
        SplittableRandom random = new SplittableRandom(SeedMixer.mix(seed, number));
        Map<String, Object> values = new LinkedHashMap<>();
        for (Dimension dimension : space.dimensions()) {
            values.put(dimension.setting(), dimension.domain().at(random.nextDouble()));
        }
        return values;
    }
}
