package org.kanworkbench.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PointLabelsTest {

    private static final Pattern TEXT = Pattern.compile("<text x=\"([0-9.]+)\" y=\"([0-9.]+)\"[^>]*>([^<]*)</text>");

    /** Letters differ in width; none is wider. */
    private static final double WIDEST = 8;

    private record Name(String text, double x, double y) {
        boolean meets(Name other) {
            double wide = WIDEST * (text.length() + other.text.length()) / 2;
            return Math.abs(x - other.x) < wide && Math.abs(y - other.y) < Surface.TEXT;
        }
    }

    private final SvgSurface surface = new SvgSurface(300, 100, 0);
    private final PointLabels labels =
            new PointLabels(surface, Palette.of(_ -> new Colour(0xff000000)), 0, 300, 0, 100);

    private List<Name> names() {
        List<Name> names = new ArrayList<>();
        Matcher matcher = TEXT.matcher(surface.document());
        while (matcher.find()) {
            names.add(new Name(
                    matcher.group(3), Double.parseDouble(matcher.group(1)), Double.parseDouble(matcher.group(2))));
        }
        return names;
    }

    @Test
    void names_of_close_dots_do_not_meet() {
        for (int i = 0; i < 4; i++) {
            labels.avoidDot(100 + 9 * i, 50, 4);
        }
        for (int i = 0; i < 4; i++) {
            labels.name("w" + (5 + i), 100 + 9 * i, 50);
        }

        List<Name> names = names();
        assertThat(names).hasSize(4);
        for (Name name : names) {
            assertThat(names).filteredOn(other -> other != name).noneMatch(name::meets);
        }
    }

    @Test
    void a_name_keeps_off_a_line_and_within_the_area() {
        labels.avoidLine(new double[] {0, 300}, new double[] {80, 80});
        labels.name("float32", 296, 68);

        assertThat(names()).singleElement().satisfies(name -> {
            assertThat(name.x()).isLessThan(300 - 7 * Surface.LETTER / 2);
            assertThat(Math.abs(name.y() - 80)).isGreaterThanOrEqualTo(6);
        });
    }

    @Test
    void a_name_lies_on_a_line_rather_than_being_left_out() {
        for (int x = 1; x < 300; x += 20) {
            labels.avoidBar(x, 0, 100);
        }
        labels.name("mlp", 150, 50);

        assertThat(names()).singleElement().extracting(Name::text).isEqualTo("mlp");
    }

    @Test
    void a_name_without_room_is_left_out() {
        for (int x = 0; x <= 300; x += 10) {
            for (int y = 0; y <= 100; y += 10) {
                labels.avoidDot(x, y, 4);
            }
        }
        labels.name("w4", 150, 50);

        assertThat(names()).isEmpty();
    }
}
