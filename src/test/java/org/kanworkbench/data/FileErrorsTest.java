package org.kanworkbench.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import org.junit.jupiter.api.Test;

class FileErrorsTest {

    @Test
    void a_failure_that_is_no_more_than_a_path_tells_why_and_what_to_do() {
        assertThat(FileErrors.unusable(new AccessDeniedException("/ro/start-weights")))
                .startsWith("/ro/start-weights cannot be used (access denied): ")
                .contains("KANWORKBENCH_HOME");
        assertThat(FileErrors.unusable(new IOException("the disk is full"))).isEqualTo("the disk is full");
    }
}
