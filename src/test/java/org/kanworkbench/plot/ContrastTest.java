package org.kanworkbench.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
        LIGHT(StyleSheets.light()),
        DARK(StyleSheets.dark());

        private final StyleSheets colours;

        Look(StyleSheets colours) {
            this.colours = colours;
        }

        /** What text lies on, by name. */
        private Map<String, Colour> surfaces() {
            Map<String, Colour> all = new LinkedHashMap<>();
            all.put("-surface-window", colours.colour("-surface-window"));
            all.put("-surface-card", card());
            VEILS.forEach(veil -> all.put(veil + " over the card", over(colours.colour(veil), card())));
            return all;
        }

        private Colour card() {
            return colours.colour("-surface-card");
        }
    }

    private static Colour over(Colour veil, Colour below) {
        return below.mixed(Colour.of(veil.red(), veil.green(), veil.blue(), 1), veil.opacity());
    }

    /** The published ones are of WebAIM's contrast checker. */
    @ParameterizedTest
    @CsvSource({"#000000, #ffffff, 21", "#767676, #ffffff, 4.54", "#ffffff, #0969da, 5.19", "#123456, #123456, 1"})
    void ratios_are_the_published_ones(String first, String second, double ratio) {
        assertThat(Contrast.ratio(Colour.parse(first), Colour.parse(second))).isCloseTo(ratio, within(0.005));
        assertThat(Contrast.ratio(Colour.parse(second), Colour.parse(first))).isCloseTo(ratio, within(0.005));
    }

    @ParameterizedTest
    @EnumSource
    void every_text_can_be_read_on_every_surface(Look look) {
        for (String text :
                List.of("-text", "-text-muted", "-text-hint", "-accent", "-accent-strong", "-error", "-warning")) {
            look.surfaces()
                    .forEach((name, surface) -> assertThat(Contrast.ratio(look.colours.colour(text), surface))
                            .as("%s on %s", text, name)
                            .isGreaterThanOrEqualTo(Contrast.TEXT));
        }
    }

    @ParameterizedTest
    @EnumSource
    void rail_error_cards_and_buttons_can_be_read(Look look) {
        StyleSheets colours = look.colours;
        Colour rail = colours.colour("-surface-rail");
        Colour hovered = over(colours.colour("-surface-hover"), rail);
        Colour selected = over(colours.colour("-surface-selected"), rail);
        Colour error = over(colours.colour("-error-soft"), look.card());
        Map<String, Double> ratios = Map.of(
                "rail", Contrast.ratio(colours.colour("-text-muted"), rail),
                "rail under the pointer", Contrast.ratio(colours.colour("-text-muted"), hovered),
                "chosen on the rail", Contrast.ratio(colours.colour("-accent"), selected),
                "error card", Contrast.ratio(colours.colour("-text"), error),
                "accent button", Contrast.ratio(colours.colour("-on-accent"), colours.colour("-accent")),
                "button that loses data", Contrast.ratio(colours.colour("-on-accent"), colours.colour("-error")),
                "accent button under the pointer",
                        Contrast.ratio(colours.colour("-on-accent"), colours.colour("-accent-strong")));
        assertThat(ratios.values()).as("%s", ratios).allMatch(ratio -> ratio >= Contrast.TEXT);
    }

    @ParameterizedTest
    @EnumSource
    void marks_show_on_a_card(Look look) {
        for (String mark : List.of("-accent", "-error", "-warning", "-map-negative", "-map-positive", "-map-high")) {
            assertThat(Contrast.ratio(look.colours.colour(mark), look.card()))
                    .as(mark)
                    .isGreaterThanOrEqualTo(MARK);
        }
    }

    /** WCAG 2.2, 1.4.11: where a field, a box or a slider's track is, and which of them has the keyboard. */
    @ParameterizedTest
    @EnumSource
    void controls_and_the_one_in_focus_show_on_every_surface_and_in_every_palette(Look look) {
        for (StyleSheets colours : List.of(
                look.colours, look.colours.with("palette-tol-bright"), look.colours.with("palette-tol-vibrant"))) {
            for (String mark : List.of("-control-border", "-accent")) {
                for (String surface : List.of("-surface-window", "-surface-card", "-color-bg-default")) {
                    assertThat(Contrast.ratio(colours.colour(mark), colours.colour(surface)))
                            .as("%s on %s", mark, surface)
                            .isGreaterThanOrEqualTo(MARK);
                }
            }
            assertThat(Contrast.ratio(colours.colour("-on-accent"), colours.colour("-accent")))
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
        faint.removeIf(name -> Contrast.ratio(look.colours.colour(name), look.card()) >= MARK);
        return faint;
    }

    private static Stream<String> series() {
        return IntStream.rangeClosed(1, Palette.SERIES).mapToObj(i -> "-series-" + i);
    }

    @ParameterizedTest
    @EnumSource
    void names_of_lines_can_be_read_in_every_palette(Look look) {
        for (String sheet : List.of("tokens", "palette-tol-bright", "palette-tol-vibrant")) {
            StyleSheets colours = look.colours.with(sheet);
            series().forEach(name -> {
                Colour drawn = Contrast.legible(colours.colour(name), look.card(), look.colours.colour("-text-muted"));
                assertThat(Contrast.ratio(drawn, look.card()))
                        .as("%s of %s", name, sheet)
                        .isGreaterThanOrEqualTo(Contrast.TEXT);
            });
        }
    }

    @Test
    void what_can_be_read_stays_as_it_is() {
        assertThat(Contrast.legible(Colour.parse("#0072b2"), Colour.parse("#ffffff"), Colour.parse("#000000")))
                .isEqualTo(Colour.parse("#0072b2"));
    }
}
