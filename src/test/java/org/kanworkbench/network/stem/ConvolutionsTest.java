package org.kanworkbench.network.stem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConvolutionsTest {

    private final Convolutions three = new Convolutions(28, 28, List.of(16, 32, 64));

    @Test
    void smaller_images_go_through_the_stages_that_leave_them_a_pixel() {
        assertThat(three.fitted(8 * 8)).isEqualTo(new Convolutions(8, 8, List.of(16, 32, 64)));
        assertThat(three.fitted(7 * 7)).isEqualTo(new Convolutions(7, 7, List.of(16, 32)));
        assertThat(three.fitted(2 * 2)).isEqualTo(new Convolutions(2, 2, List.of(16)));
    }

    @Test
    void larger_images_go_through_all_stages() {
        assertThat(three.fitted(40 * 40)).isEqualTo(new Convolutions(40, 40, List.of(16, 32, 64)));
    }

    @Test
    void a_single_pixel_and_rows_that_are_no_square_are_refused() {
        assertThatThrownBy(() -> three.fitted(1)).hasMessageContaining("halve images of 1 × 1 to nothing");
        assertThatThrownBy(() -> three.fitted(10)).hasMessageContaining("need square images");
    }
}
