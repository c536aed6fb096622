package org.kanworkbench.bench.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the peer is played by a shell script")
class PeerScriptTest {

    @TempDir
    Path folder;

    @Test
    void the_second_epoch_is_the_one_that_counts() throws Exception {
        PeerScript peer = peer("""
                test "$1 $OMP_NUM_THREADS" = "kal 2" && test -s "$3/t10k-labels-idx1-ubyte.gz" || exit 1
                echo kal parameters 253600 threads 2
                echo epoch 1 train_s 9.5 loss 0.1 eval_s 0.9 test_acc 0.9
                echo epoch 2 train_s 2.25 loss 0.1 eval_s 0.125 test_acc 0.9
                """);
        assertThat(peer.epoch("kal", 2)).isEqualTo(new PeerScript.Epoch(2.25, 0.125));
    }

    @Test
    void the_curve_is_that_of_the_polynomial_network() throws Exception {
        PeerScript peer = peer("""
                echo curve mlp us_per_step 400 final_loss 0.1
                echo curve kal us_per_step 1234 final_loss 0.1
                """);
        assertThat(peer.curveMicros(1)).isEqualTo(1234);
    }

    @Test
    void steps_are_timed_by_scripts_that_time_them() throws Exception {
        assertThat(peer("test \"$*\" = 'step kal-net 64' && echo 'step cuda ms 0.75'")
                        .step("kal-net", 64, 1))
                .contains(new PeerScript.Step("cuda", 0.75));
        assertThat(peer("echo usage: invalid choice; exit 2").step("kal-net", 64, 1))
                .isEmpty();
    }

    @Test
    void a_script_names_its_models_and_the_presets_that_do_the_same_work() throws Exception {
        assertThat(peer("echo model fast-kan fast-kan-faithful; echo model conv-kal conv-kal")
                        .pairs())
                .containsExactly(
                        new PeerScript.Pair("fast-kan", List.of("fast-kan-faithful")),
                        new PeerScript.Pair("conv-kal", List.of("conv-kal")));
        assertThat(peer("echo usage: invalid choice; exit 2").pairs()).isEmpty();
    }

    @Test
    void a_peer_that_fails_is_quoted_with_its_last_line() throws Exception {
        PeerScript peer = peer("echo no module named torch; exit 3");
        assertThatThrownBy(() -> peer.epoch("kal", 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("peer kal gave no time and ended with status 3: ")
                .hasMessageEndingWith("no module named torch");
    }

    @Test
    void a_script_that_is_not_there_is_named() {
        PeerScript peer = new PeerScript(folder.resolve("none.py"), "sh");
        assertThatThrownBy(() -> peer.curveMicros(1)).hasMessageContaining("none.py");
    }

    private PeerScript peer(String script) throws IOException {
        return new PeerScript(Files.writeString(folder.resolve("peer.sh"), script), "sh");
    }
}
