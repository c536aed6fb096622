package org.kanworkbench.quantize.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.kanworkbench.quantize.scheme.QuantizeException;
import org.kanworkbench.quantize.scheme.Scheme;
import org.kanworkbench.quantize.scheme.Schemes;

@Timeout(30)
class OncePerSchemeTest {

    private static final Scheme ONE = scheme("one");
    private static final Scheme OTHER = scheme("other");

    private final List<String> made = new ArrayList<>();
    private final OncePerScheme<Object> kept = new OncePerScheme<>((scheme, goOn) -> {
        made.add(scheme.name());
        return goOn.getAsBoolean() ? Optional.of(new Object()) : Optional.empty();
    });

    private static Scheme scheme(String name) {
        return new Scheme(name, Schemes.FLOAT32.weights(), Schemes.FLOAT32.arithmetic());
    }

    @Test
    void each_scheme_is_made_once() throws Exception {
        Object first = kept.get(ONE, () -> true).orElseThrow();

        assertThat(kept.get(OTHER, () -> true)).get().isNotSameAs(first);
        assertThat(kept.get(ONE, () -> true)).get().isSameAs(first);
        assertThat(made).containsExactly("one", "other");
    }

    @Test
    void what_was_told_to_stop_is_made_when_it_is_asked_for_again() throws Exception {
        assertThat(kept.get(ONE, () -> false)).isEmpty();

        assertThat(kept.get(ONE, () -> true)).isPresent();
        assertThat(made).hasSize(2);
    }

    @Test
    void a_refusal_is_told_every_time() {
        OncePerScheme<Object> refusing = new OncePerScheme<>((_, _) -> {
            throw new QuantizeException("it does not fit");
        });

        for (int time = 0; time < 2; time++) {
            assertThatThrownBy(() -> refusing.get(ONE, () -> true)).hasMessage("it does not fit");
        }
    }

    @Test
    void one_who_asks_meanwhile_waits_for_what_is_being_made() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        OncePerScheme<Object> slow = new OncePerScheme<>((_, _) -> {
            begun.countDown();
            await(go);
            return Optional.of(new Object());
        });
        CompletableFuture<Object> first = asked(slow);
        begun.await();
        CompletableFuture<Object> second = asked(slow);
        go.countDown();

        assertThat(first.get(20, TimeUnit.SECONDS)).isSameAs(second.get(20, TimeUnit.SECONDS));
    }

    private static CompletableFuture<Object> asked(OncePerScheme<Object> kept) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return kept.get(ONE, () -> true).orElseThrow();
            } catch (QuantizeException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
