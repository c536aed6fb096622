package org.kanworkbench.app.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RestTest {

    @Test
    void a_calm_moment_is_one_in_which_nothing_runs() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        AtomicInteger looks = new AtomicInteger();
        Queue<Runnable> things = new ConcurrentLinkedQueue<>(List.of(done::countDown));
        new Rest()
                .spend(
                        things,
                        () -> {
                            assertThat(done.getCount()).isEqualTo(1);
                            return looks.incrementAndGet() == 1;
                        },
                        Runnable::run);
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(looks).hasValue(2);
    }
}
