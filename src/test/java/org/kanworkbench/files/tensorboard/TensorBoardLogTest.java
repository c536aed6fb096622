package org.kanworkbench.files.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.ToyShape;
import org.kanworkbench.files.model.ConfigurationFile;
import org.kanworkbench.files.tensorboard.EventFile.Point;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.recipe.RecipeField;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.TrainingEvent;
import org.kanworkbench.training.loop.TrainingRun;

class TensorBoardLogTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T23:04:05Z"), ZoneId.of("Europe/Zurich"));

    @TempDir
    private Path parent;

    private static Configuration configuration(int validation) {
        Preset preset = Preset.named("kal-net").orElseThrow().forSmallData();
        return new Configuration(
                "kal-net",
                DataSource.Toy.of(ToyShape.MOONS),
                preset.network(2, preset.hidden(), 2),
                preset.recipe().withEpochs(5).with(RecipeField.VALIDATION_ROWS, validation),
                7,
                1,
                Configuration.VECTOR);
    }

    private EventFile read(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return EventFile.read(files.findFirst().orElseThrow());
        }
    }

    @Test
    void a_run_is_written_as_it_is_told() throws Exception {
        Configuration configuration = configuration(100);
        List<TrainingEvent.Evaluated> scored = new ArrayList<>();
        TensorBoardLog log = TensorBoardLog.create(parent, configuration, true, CLOCK);
        TrainingRun.start(configuration, configuration.data().load(), event -> {
                    if (event instanceof TrainingEvent.Evaluated e) {
                        scored.add(e);
                    }
                    log.accept(event);
                })
                .await();
        log.close();

        assertThat(log.folder()).isEqualTo(parent.resolve("kal-net-7-2026-01-03-000405"));
        EventFile read = read(log.folder());
        assertThat(read.curve("loss/test"))
                .containsExactlyElementsOf(scored.stream()
                        .map(e -> point(e.step(), e.test().loss()))
                        .toList());
        assertThat(read.curve("accuracy/test"))
                .containsExactlyElementsOf(scored.stream()
                        .map(e -> point(e.step(), e.test().score()))
                        .toList());
        assertThat(read.curve("accuracy/validation"))
                .hasSize(5)
                .containsExactlyElementsOf(scored.stream()
                        .filter(e -> e.validation().isPresent())
                        .map(e -> point(e.step(), e.validation().get().score()))
                        .toList());
        for (String curve : List.of("loss/train", "accuracy/train", "learning_rate", "ms_per_step")) {
            assertThat(read.curve(curve).getLast().step())
                    .as(curve)
                    .isEqualTo(scored.getLast().step());
        }
    }

    private static Point point(long step, double value) {
        return new Point(step, CLOCK.millis() / 1e3, (float) value);
    }

    @Test
    void the_configuration_is_there_as_text_that_trains_again() throws IOException {
        TensorBoardLog log = TensorBoardLog.create(parent, configuration(0), true, CLOCK);
        log.close();

        Event.Text text =
                (Event.Text) read(log.folder()).events().getFirst().values().getFirst();

        assertThat(text.tag()).isEqualTo("configuration/text_summary");
        assertThat(text.text().lines()).allMatch(line -> line.startsWith("    "));
        Path json = Files.writeString(parent.resolve("c.json"), text.text());
        assertThat(ConfigurationFile.read(json)).isEqualTo(configuration(0));
    }

    @Test
    void runs_of_the_same_second_have_folders_of_their_own() throws IOException {
        for (String name : List.of("kal-net-7-2026-01-03-000405", "kal-net-7-2026-01-03-000405-2")) {
            TensorBoardLog log = TensorBoardLog.create(parent.resolve("made"), configuration(0), true, CLOCK);
            log.close();
            assertThat(log.folder()).isEqualTo(parent.resolve("made").resolve(name));
        }
    }

    @Test
    void frequent_progress_is_drawn_together_and_no_step_is_lost() throws IOException {
        TensorBoardLog log = TensorBoardLog.create(parent, configuration(0), true, CLOCK);
        long steps = 0;
        double loss = 0;
        for (int i = 1; i <= 50_000; i++) {
            long more = 1 + i % 3;
            steps += more;
            loss += more * (double) i;
            log.accept(new TrainingEvent.Progress(
                    steps, 0, i, 0.5, 0.01, 2, 1, Duration.ofMillis(33L * i), Duration.ZERO));
        }
        log.accept(new TrainingEvent.Failed("x", steps, Optional.empty(), true));
        log.close();

        List<Point> curve = read(log.folder()).curve("loss/train");
        assertThat(curve).hasSizeBetween(1000, 6000);
        assertThat(curve.subList(0, 100)).extracting(Point::value).startsWith(1f, 2f, 3f);
        double sum = 0;
        long before = 0;
        for (Point point : curve) {
            sum += (point.step() - before) * (double) point.value();
            before = point.step();
        }
        assertThat(before).isEqualTo(steps);
        assertThat(sum).isCloseTo(loss, Offset.offset(1e-6 * loss));
    }

    @Test
    void scores_of_held_out_rows_are_not_called_test_scores() throws Exception {
        Configuration configuration = configuration(100);
        TensorBoardLog log = TensorBoardLog.create(parent, configuration, false, CLOCK);
        TrainingRun.start(configuration, configuration.data().load().withoutTest(), log)
                .await();
        log.close();

        EventFile read = read(log.folder());
        assertThat(read.curve("loss/test")).isEmpty();
        assertThat(read.curve("loss/validation")).hasSizeGreaterThanOrEqualTo(5);
        assertThat(read.curve("loss/validation")).extracting(Point::step).doesNotHaveDuplicates();
    }

    @Test
    void a_file_that_can_no_longer_be_written_ends_the_curves_alone() throws IOException {
        TensorBoardLog log = TensorBoardLog.create(parent, configuration(0), true, CLOCK);
        log.close();

        log.accept(new TrainingEvent.Progress(1, 0, 1, 1, 1, 1, 1, Duration.ofSeconds(1), Duration.ZERO));

        assertThat(log.failure()).hasValueSatisfying(e -> assertThat(e).hasMessageContaining("cannot write"));
    }
}
