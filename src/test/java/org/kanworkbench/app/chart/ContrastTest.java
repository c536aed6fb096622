package org.kanworkbench.app.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javafx.scene.paint.Color;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** WCAG 2.2, level AA, of the colours that the style sheets name. */
class ContrastTest {

    private static final double MARK = 3;

    /** Behind rows: what lies over the card while the pointer is on one, or while one is chosen. */
    private static final List<String> VEILS = List.of("-surface-hover", "-surface-selected", "-accent-soft");

    enum Look {
        LIGHT(StyleColours.light()),
        DARK(StyleColours.dark());

        private final StyleColours colours;

        Look(StyleColours colours) {
            this.colours = colours;
        }

        /** What text lies on, by name. */
        private Map<String, Color> surfaces() {
            Map<String, Color> all = new LinkedHashMap<>();
            all.put("-surface-window", colours.of("-surface-window"));
            all.put("-surface-card", card());
            VEILS.forEach(veil -> all.put(veil + " over the card", over(colours.of(veil), card())));
            return all;
        }

        private Color card() {
            return colours.of("-surface-card");
        }
    }

    private static Color over(Color veil, Color below) {
        return below.interpolate(Color.color(veil.getRed(), veil.getGreen(), veil.getBlue()), veil.getOpacity());
    }

    /** The published ones are of WebAIM's contrast checker. */
    @ParameterizedTest
    @CsvSource({"#000000, #ffffff, 21", "#767676, #ffffff, 4.54", "#ffffff, #0969da, 5.19", "#123456, #123456, 1"})
    void ratios_are_the_published_ones(String first, String second, double ratio) {
        assertThat(Contrast.ratio(Color.web(first), Color.web(second))).isCloseTo(ratio, within(0.005));
        assertThat(Contrast.ratio(Color.web(second), Color.web(first))).isCloseTo(ratio, within(0.005));
    }

    @ParameterizedTest
    @EnumSource
    void every_text_can_be_read_on_every_surface(Look look) {
        for (String text :
                List.of("-text", "-text-muted", "-text-hint", "-accent", "-accent-strong", "-error", "-warning")) {
            look.surfaces()
                    .forEach((name, surface) -> assertThat(Contrast.ratio(look.colours.of(text), surface))
                            .as("%s on %s", text, name)
                            .isGreaterThanOrEqualTo(Contrast.TEXT));
        }
    }

    @ParameterizedTest
    @EnumSource
    void rail_error_cards_and_buttons_can_be_read(Look look) {
        StyleColours colours = look.colours;
        Color rail = colours.of("-surface-rail");
        Color hovered = over(colours.of("-surface-hover"), rail);
        Color selected = over(colours.of("-surface-selected"), rail);
        Color error = over(colours.of("-error-soft"), look.card());
        Map<String, Double> ratios = Map.of(
                "rail", Contrast.ratio(colours.of("-text-muted"), rail),
                "rail under the pointer", Contrast.ratio(colours.of("-text-muted"), hovered),
                "chosen on the rail", Contrast.ratio(colours.of("-accent"), selected),
                "error card", Contrast.ratio(colours.of("-text"), error),
                "accent button", Contrast.ratio(colours.of("-on-accent"), colours.of("-accent")),
                "button that loses data", Contrast.ratio(colours.of("-on-accent"), colours.of("-error")),
                "accent button under the pointer",
                        Contrast.ratio(colours.of("-on-accent"), colours.of("-accent-strong")));
        assertThat(ratios.values()).as("%s", ratios).allMatch(ratio -> ratio >= Contrast.TEXT);
    }

    @ParameterizedTest
    @EnumSource
    void marks_show_on_a_card(Look look) {
        for (String mark : List.of("-accent", "-error", "-warning", "-map-negative", "-map-positive", "-map-high")) {
            assertThat(Contrast.ratio(look.colours.of(mark), look.card()))
                    .as(mark)
                    .isGreaterThanOrEqualTo(MARK);
        }
    }

    /** WCAG 2.2, 1.4.11: where a field, a box or a slider's track is, and which of them has the keyboard. */
    @ParameterizedTest
    @EnumSource
    void controls_and_the_one_in_focus_show_on_every_surface_and_in_every_palette(Look look) {
        for (StyleColours colours : List.of(
                look.colours, look.colours.with("palette-tol-bright"), look.colours.with("palette-tol-vibrant"))) {
            for (String mark : List.of("-control-border", "-accent")) {
                for (String surface : List.of("-surface-window", "-surface-card", "-color-bg-default")) {
                    assertThat(Contrast.ratio(colours.of(mark), colours.of(surface)))
                            .as("%s on %s", mark, surface)
                            .isGreaterThanOrEqualTo(MARK);
                }
            }
            assertThat(Contrast.ratio(colours.of("-on-accent"), colours.of("-accent")))
                    .as("the mark of a ticked box")
                    .isGreaterThanOrEqualTo(MARK);
        }
    }

    /** Decision 18: kept as published, with a name in letters beside each. */
    @Test
    void series_show_on_a_card_but_for_the_light_ones_of_the_published_palette() {
        assertThat(faint(Look.LIGHT)).containsExactly("-series-2", "-series-5");
        assertThat(faint(Look.DARK)).isEmpty();
    }

    private static TreeSet<String> faint(Look look) {
        TreeSet<String> faint = new TreeSet<>(series().toList());
        faint.removeIf(name -> Contrast.ratio(look.colours.of(name), look.card()) >= MARK);
        return faint;
    }

    private static Stream<String> series() {
        return IntStream.rangeClosed(1, Inks.SERIES).mapToObj(i -> "-series-" + i);
    }

    @ParameterizedTest
    @EnumSource
    void names_of_lines_can_be_read_in_every_palette(Look look) {
        for (String sheet : List.of("tokens", "palette-tol-bright", "palette-tol-vibrant")) {
            StyleColours colours = look.colours.with(sheet);
            series().forEach(name -> {
                Color drawn = Contrast.legible(colours.of(name), look.card(), look.colours.of("-text-muted"));
                assertThat(Contrast.ratio(drawn, look.card()))
                        .as("%s of %s", name, sheet)
                        .isGreaterThanOrEqualTo(Contrast.TEXT);
            });
        }
    }

    @Test
    void what_can_be_read_stays_as_it_is() {
        assertThat(Contrast.legible(Color.web("#0072b2"), Color.WHITE, Color.BLACK))
                .isEqualTo(Color.web("#0072b2"));
    }
}
