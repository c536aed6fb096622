package org.kanworkbench.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.kanworkbench.cli.command.CommandRecords;

class TrainingEndTest {

    @Test
    void every_run_that_was_interrupted_is_named() {
        CommandRecords records = new CommandRecords(Optional.empty(), new PrintWriter(new StringWriter()));
        assertThat(TrainingEnd.hint(records, Optional.empty())).isEmpty();
        records.ended(13);
        assertThat(TrainingEnd.hint(records, Optional.empty())).isEqualTo("; `runs resume 13` resumes it");
        records.ended(12);
        assertThat(TrainingEnd.hint(records, Optional.empty()))
                .isEqualTo("; `runs resume N` resumes each of the runs 12, 13");
    }
}
