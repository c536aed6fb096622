package org.kanworkbench.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kanworkbench.training.device.Device;

class EnginesTest {

    /** An engine for two devices, of which it does not know how many there are. */
    private record Card(String name, int number) implements Engine {

        @Override
        public Device device() {
            return number < 2 ? Device.of("card " + number, 1L << 30) : Device.missing("there is none");
        }

        @Override
        public Optional<Engine> on(int device) {
            return Optional.of(new Card(Configuration.OPENCL + ":" + device, device));
        }

        @Override
        public Stepper begin(Task task) {
            throw new UnsupportedOperationException();
        }
    }

    private final Engines engines = new Engines(List.of(new VectorEngine(), new Card(Configuration.OPENCL, 0)));

    @ParameterizedTest
    @ValueSource(strings = {"vector", "opencl", "opencl:1", "opencl:17"})
    void an_engine_is_found_by_its_name_and_the_number_of_its_device(String name) {
        assertThat(engines.named(name).name()).isEqualTo(name);
        assertThat(Configuration.isEngine(name)).isTrue();
    }

    /** As for runs side by side, whose engine is on one device alone. */
    @Test
    void an_engine_of_one_device_is_found_by_its_whole_name() {
        Engines one = new Engines(List.of(new Card("opencl:1", 1)));

        assertThat(one.named("opencl:1").name()).isEqualTo("opencl:1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cuda", "vector:1", "opencl:", "opencl:x", "opencl:123", "opencl:-1", ""})
    void another_name_is_refused_with_those_that_there_are(String name) {
        assertThatThrownBy(() -> engines.named(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("engine '" + name + "' is not known: choose vector or opencl");
    }

    @ParameterizedTest
    @CsvSource({"cuda, true", "nd4j-cuda, true", "cuda:12, true", "nd4j-cuda:1, false", "cuda:, false", "tpu, false"})
    void a_configuration_takes_the_names_of_engines_that_may_be_elsewhere(String name, boolean known) {
        assertThat(Configuration.isEngine(name)).isEqualTo(known);
        if (known) {
            Configuration.checkEngine(name);
        } else {
            assertThatThrownBy(() -> Configuration.checkEngine(name)).hasMessageContaining("choose vector, opencl");
        }
    }

    @Test
    void every_engine_is_asked_for_its_devices_up_to_the_last() {
        List<String> told = new ArrayList<>();

        engines.probe((name, device) -> told.add(name + " " + device.available()));

        assertThat(told).containsExactly("vector true", "opencl true", "opencl:1 true");
    }
}
