package org.kanworkbench.search.sampler;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.kanworkbench.data.SeedMixer;
import org.kanworkbench.search.space.Space;

/** Independent values, uniform on each setting's scale. */
record RandomSampler(Space space, long seed) implements Sampler {

    @Override
    public Map<String, Object> suggest(int number, List<Optional<Observation>> before) {
        SplittableRandom random = new SplittableRandom(SeedMixer.mix(seed, number));
        return space.values(dimension -> dimension.domain().at(random.nextDouble()));
    }
}
