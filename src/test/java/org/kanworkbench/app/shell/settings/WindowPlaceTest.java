package org.kanworkbench.app.shell.settings;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.geometry.Rectangle2D;
import org.junit.jupiter.api.Test;
import org.kanworkbench.app.shell.settings.Settings.Bounds;

class WindowPlaceTest {

    @Test
    void a_window_that_was_on_a_larger_screen_is_wholly_on_this_one() {
        Rectangle2D screen = new Rectangle2D(100, 20, 1300, 820);
        assertThat(WindowPlace.within(screen, new Bounds(0, 0, 1920, 1055, true)))
                .isEqualTo(new Bounds(100, 20, 1300, 820, true));
        assertThat(WindowPlace.within(screen, new Bounds(900, 400, 1024, 640, false)))
                .isEqualTo(new Bounds(376, 200, 1024, 640, false));
        Bounds fits = new Bounds(200, 60, 1024, 640, false);
        assertThat(WindowPlace.within(screen, fits)).isEqualTo(fits);
    }
}
