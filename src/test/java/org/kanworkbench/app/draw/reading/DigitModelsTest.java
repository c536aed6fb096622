package org.kanworkbench.app.draw.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigitModelsTest {

    private static final List<String> TEN =
            IntStream.range(0, 10).mapToObj(Integer::toString).toList();

    @ParameterizedTest
    @ValueSource(strings = {"MNIST", "MNIST (validation)", "My digits", "MNIST + my digits", "usps-digits", ""})
    void models_of_digits_count(String trainedOn) {
        assertThat(DigitModels.readDigits(TEN, trainedOn)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Fashion-MNIST", "fashion", "KMNIST", "notMNIST_small", "cifar-grey"})
    void models_of_other_things_do_not_though_their_classes_are_called_0_to_9(String trainedOn) {
        assertThat(DigitModels.readDigits(TEN, trainedOn)).isFalse();
    }

    @Test
    void models_with_other_classes_do_not() {
        assertThat(DigitModels.readDigits(List.of("0", "1"), "MNIST")).isFalse();
        assertThat(DigitModels.readDigits(List.of("a", "b"), "")).isFalse();
    }
}
