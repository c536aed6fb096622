package org.kanworkbench.app.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kanworkbench.search.setting.Searchable;
import org.kanworkbench.search.space.Domain;

class ConditionTextTest {

    @Test
    void conditions_on_every_setting_are_read_as_they_are_written() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        Searchable.ALL.forEach(setting -> all.put(setting.name(), List.of("a", "2")));
        assertThat(ConditionText.parse(ConditionText.format(all)))
                .containsExactlyEntriesOf(all)
                .hasSizeGreaterThan(20);
        assertThat(ConditionText.format(Map.of("layers", List.of("1", "2")))).isEqualTo("hidden layers is 1, 2");
        assertThat(ConditionText.parse("Preset is kal-net,kac-net and lr is 0.1"))
                .containsEntry("preset", List.of("kal-net", "kac-net"))
                .containsEntry("lr", List.of("0.1"));
        assertThat(ConditionText.parse("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "preset | preset is kal-net, kac-net",
                "preset is , | preset is kal-net, kac-net",
                "colour is red | no setting 'colour'",
                "preset is a and layers | its values",
            })
    void what_is_no_condition_is_refused_with_what_to_write(String text, String message) {
        assertThatThrownBy(() -> ConditionText.parse(text)).hasMessageContaining(message);
    }

    @Test
    void a_word_stands_for_the_value_that_a_trial_has() {
        Domain layers = DomainText.parse(Searchable.LAYERS, "1 to 3");
        assertThat(ConditionText.value(Searchable.LAYERS, layers, "2")).isEqualTo(layers.at(0.5));
        Domain units = DomainText.parse(Searchable.HIDDEN, "16, 32");
        assertThat(ConditionText.value(Searchable.HIDDEN, units, "32")).isEqualTo(units.at(0.9));
        Domain presets = DomainText.parse(Searchable.PRESET, "kal-net, kac-net");
        assertThat(ConditionText.value(Searchable.PRESET, presets, "kac-net")).isEqualTo(presets.at(0.9));
        assertThatThrownBy(() -> ConditionText.value(Searchable.LAYERS, layers, "4"))
                .hasMessage("hidden layers is searched from 1 to 3 and is never 4");
        assertThatThrownBy(() -> ConditionText.value(Searchable.PRESET, presets, "torchkan"))
                .hasMessageContaining("never torchkan");
        Searchable rate = Searchable.named("lr");
        assertThatThrownBy(() -> ConditionText.value(rate, DomainText.parse(rate, "0.1 to 1 log"), "0.2"))
                .hasMessageContaining("whole numbers or a list of values");
        Domain rates = DomainText.parse(rate, "0.0001, 1e-3");
        assertThat(DomainText.format(rates)).isEqualTo("0.0001, 0.001");
        assertThat(ConditionText.first(rates)).isEqualTo("0.0001");
        assertThat(ConditionText.value(rate, rates, "0.0001"))
                .isEqualTo(ConditionText.value(rate, rates, "1e-4"))
                .isEqualTo(1e-4);
        for (String text : List.of("0.1.", "1.2.3", "0.1, 1.2.3", "1.2.3 to 5")) {
            assertThatThrownBy(() -> DomainText.parse(rate, text))
                    .as(text)
                    .hasMessage("Write a range or values, for instance 0.001 to 0.1 log, or 0.1, 0.2");
        }
        assertThat(DomainText.format(DomainText.parse(rate, ".1 to 1. log"))).isEqualTo("0.1 to 1 log");
    }
}
