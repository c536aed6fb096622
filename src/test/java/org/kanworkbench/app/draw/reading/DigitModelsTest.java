package org.kanworkbench.app.draw.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.Target;

class DigitModelsTest {

    private static final Target TEN = Target.Classes.numbered(10);

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
        assertThat(DigitModels.readDigits(Target.Classes.numbered(2), "MNIST")).isFalse();
        assertThat(DigitModels.readDigits(new Target.Classes(List.of("a", "b")), ""))
                .isFalse();
    }

    @Test
    void models_of_numbers_do_not() {
        ColumnScaling ten = new ColumnScaling(TEN.names().stream()
                .map(name -> new ColumnScaling.Column(name, 0, 1))
                .toList());
        assertThat(DigitModels.readDigits(new Target.Numbers(ten), "MNIST")).isFalse();
    }
}
