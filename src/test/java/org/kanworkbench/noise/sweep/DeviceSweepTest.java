package org.kanworkbench.noise.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.data.DataException;
import org.kanworkbench.files.json.VersionedJson;
import org.kanworkbench.gpu.GpuEngine;
import org.kanworkbench.gpu.SomeDevice;
import org.kanworkbench.gpu.cuda.CudaApi;
import org.kanworkbench.gpu.opencl.OpenClApi;
import org.kanworkbench.network.Activation;
import org.kanworkbench.noise.contender.Contender;
import org.kanworkbench.noise.contender.KanContender;
import org.kanworkbench.noise.contender.Match;
import org.kanworkbench.noise.contender.MlpContender;
import org.kanworkbench.noise.contender.Sizing;
import org.kanworkbench.noise.fit.FitRow;
import org.kanworkbench.noise.fit.Tuning;
import org.kanworkbench.noise.training.Budget;
import org.kanworkbench.training.BrokenEngine;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engine;
import org.kanworkbench.training.Engines;
import org.kanworkbench.training.Stepper;
import org.kanworkbench.training.Task;
import org.kanworkbench.training.VectorEngine;
import org.kanworkbench.training.device.Device;
import org.kanworkbench.training.device.NvidiaDriver;
import org.kanworkbench.training.trials.PretendedCluster;
import org.kanworkbench.training.trials.TrialPlace;
import org.kanworkbench.training.trials.TrialsEvent;

/** Sweeps whose networks a device trains together, against those of the vector engine. */
@Timeout(120)
class DeviceSweepTest {

    private static final Contender KAL = new KanContender("kal-net", List.of(3));
    /** With dropout, whose masks are a seed's own. */
    private static final Contender MLP = new MlpContender("mlp", Activation.TANH, List.of(6), 0.1, 0.05, Match.NONE);

    @TempDir
    private Path folder;

    private static SweepConfiguration configuration(
            List<Contender> contenders, List<Integer> rows, Budget budget, Tuning tuning) {
        SweepConfiguration small = Sweeps.small(2);
        return new SweepConfiguration(
                small.targets(),
                small.place(),
                small.shape(),
                small.unit(),
                List.of(10.0),
                rows,
                contenders,
                1,
                small.firstSeed(),
                budget,
                tuning,
                List.of(),
                Configuration.VECTOR);
    }

    /** Of 30 rows 22 are trained on: batches of 8 in random order, some rows left out of each round; of 12, all 9 at once. */
    private static SweepConfiguration small() {
        return configuration(
                List.of(KAL, MLP, new Contender.Polynomial("polynomial")),
                List.of(12, 30),
                new Budget(30, 10),
                new Tuning(List.of(0.01, 0.03), List.of(0.0, 0.3), 0.25));
    }

    private static Engines with(Engine device) {
        return new Engines(List.of(new VectorEngine(), device));
    }

    private static Engine openCl() {
        SomeDevice.orSkip();
        return new GpuEngine(new OpenClApi(), new NvidiaDriver());
    }

    private TrialsEvent<FinishedFit> run(String into, SweepConfiguration configuration, Engines engines, int threads)
            throws IOException, DataException, InterruptedException {
        try (SweepFolder store = SweepFolder.open(folder.resolve(into), configuration)) {
            AtomicReference<TrialsEvent<FinishedFit>> last = new AtomicReference<>();
            Sweep.start(SweepPlan.of(configuration, engines), Optional.of(store), TrialPlace.here(threads), last::set)
                    .await();
            return last.get();
        }
    }

    private String fits(String of) throws IOException {
        return Files.readString(folder.resolve(of).resolve(SweepFolder.FITS));
    }

    private List<FitRow> rows(String of, SweepConfiguration configuration) throws IOException, DataException {
        try (SweepFolder store = SweepFolder.open(folder.resolve(of), configuration)) {
            return store.known().stream().map(FinishedFit::row).toList();
        }
    }

    @Test
    void has_the_errors_of_the_vector_engine_whatever_trains_together() throws Exception {
        Told told = new Told(openCl());
        Engines engines = with(told);
        SweepConfiguration onDevice = small().withEngine(Configuration.OPENCL);
        run("vector", small(), Engines.VECTOR, 2);
        assertThat(run("five", onDevice, engines, 5)).isEqualTo(new TrialsEvent.Finished<>(false, 12, 12));
        told.groups().clear();
        long begun = System.nanoTime();
        run("all", onDevice, engines, 64);
        double took = (System.nanoTime() - begun) / 1e6;
        try (SweepFolder all = SweepFolder.open(folder.resolve("all"), onDevice)) {
            assertThat(all.known().stream()
                            .mapToDouble(FinishedFit::milliseconds)
                            .sum())
                    .as("shares of the time that all took together")
                    .isBetween(took / 100, took);
        }
        assertThat(told.groups())
                .as("two models, two sizes: four settings of two targets each, then the best of each")
                .containsExactlyInAnyOrder(8, 8, 8, 8, 2, 2, 2, 2);
        Files.createDirectories(folder.resolve("rest"));
        List<String> lines = fits("all").lines().toList();
        Files.copy(folder.resolve("all/sweep.json"), folder.resolve("rest/sweep.json"));
        Files.write(folder.resolve("rest/fits.csv"), lines.subList(0, 5));
        run("rest", onDevice, engines, 7);

        assertThat(fits("five")).isEqualTo(fits("all"));
        assertThat(fits("rest")).as("of a sweep that was cut off").isEqualTo(fits("all"));
        List<FitRow> vector = rows("vector", small());
        List<FitRow> device = rows("five", onDevice);
        int alike = 0;
        for (int n = 0; n < vector.size(); n++) {
            FitRow wanted = vector.get(n);
            FitRow row = device.get(n);
            if (row.setting().equals(wanted.setting())) {
                alike++;
                assertThat(row.testMse()).isCloseTo(wanted.testMse(), within(1e-3 * wanted.testMse()));
                assertThat(row.trainMse()).isCloseTo(wanted.trainMse(), within(1e-3 * wanted.trainMse()));
            }
            assertThat(row.parameters()).isEqualTo(wanted.parameters());
            assertThat(row.diverged()).isFalse();
        }
        assertThat(alike).isGreaterThanOrEqualTo(vector.size() - 1);
    }

    private FitRow row(SweepConfiguration sweep, String target) throws IOException, DataException {
        return rows(sweep.tuning().toString(), sweep.withEngine(Configuration.OPENCL)).stream()
                .filter(row -> row.target().equals(target))
                .findFirst()
                .orElseThrow();
    }

    /** A decay of 1000 at a rate of 10 makes weights ten thousand times larger with every step. */
    @Test
    void a_network_that_diverges_is_a_mean_and_leaves_the_others_alone() throws Exception {
        Engines engines = with(openCl());
        Budget budget = new Budget(150, 64);
        SweepConfiguration wild =
                configuration(List.of(KAL), List.of(30), budget, new Tuning(List.of(10.0), List.of(1000.0), 0.25));
        SweepConfiguration tame =
                configuration(List.of(KAL), List.of(30), budget, new Tuning(List.of(0.01), List.of(0.0), 0.25));
        SweepConfiguration both = configuration(
                List.of(KAL), List.of(30), budget, new Tuning(List.of(0.01, 10.0), List.of(0.0, 1000.0), 0.25));
        run("vector", wild, Engines.VECTOR, 2);
        for (SweepConfiguration sweep : List.of(wild, tame, both)) {
            run(sweep.tuning().toString(), sweep.withEngine(Configuration.OPENCL), engines, 8);
        }

        assertThat(fits(wild.tuning().toString())).isEqualTo(fits("vector")).contains(",true\n");
        String max = "max(x, 0.25)";
        assertThat(row(both, max))
                .isEqualTo(row(tame, max))
                .extracting(FitRow::diverged)
                .isEqualTo(false);
    }

    @Test
    void a_device_that_fails_ends_it_with_one_line_and_no_result_of_a_network() throws Exception {
        SweepConfiguration onDevice = small().withEngine(Configuration.OPENCL);

        assertThat(run("failed", onDevice, with(new BrokenEngine()), 4))
                .isEqualTo(new TrialsEvent.Failed<>("the card is lost"));
        assertThat(rows("failed", onDevice)).extracting(FitRow::model).doesNotContain("kal-net", "mlp");
    }

    @Test
    void what_cannot_train_is_refused_before_anything_begins() {
        SweepConfiguration onDevice = small().withEngine(Configuration.OPENCL);

        assertThatThrownBy(
                        () -> SweepPlan.of(onDevice, with(new BrokenEngine(Optional.of("no card"), Optional.empty()))))
                .isInstanceOf(DataException.class)
                .hasMessage("opencl is not available: no card");
        assertThatThrownBy(
                        () -> SweepPlan.of(onDevice, with(new BrokenEngine(Optional.empty(), Optional.of("no basis")))))
                .isInstanceOf(DataException.class)
                .hasMessage("kal-net: no basis");
        assertThatThrownBy(() -> small().withEngine("abacus")).hasMessageContaining("'abacus' is not known");
    }

    @Test
    void a_cluster_is_refused() throws Exception {
        SweepConfiguration onDevice = small().withEngine(Configuration.OPENCL);
        SweepPlan plan = SweepPlan.of(onDevice, with(new BrokenEngine()));
        TrialPlace cluster = TrialPlace.on(new PretendedCluster(3, folder));

        assertThatThrownBy(() -> Sweep.start(plan, Optional.empty(), cluster, _ -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("engine vector alone");
    }

    /** Tells when networks begin to train together, and how many. */
    private record Told(Engine engine, CountDownLatch begun, List<Integer> groups) implements Engine {

        Told(Engine engine) {
            this(engine, new CountDownLatch(1), Collections.synchronizedList(new ArrayList<>()));
        }

        @Override
        public String name() {
            return engine.name();
        }

        @Override
        public Device device() {
            return engine.device();
        }

        @Override
        public Optional<Engine> sideBySide(int runs) {
            if (runs > 1) {
                groups.add(runs);
                begun.countDown();
            }
            return engine.sideBySide(runs);
        }

        @Override
        public Stepper begin(Task task) {
            return engine.begin(task);
        }
    }

    @Test
    void cancelling_ends_it_in_the_middle_of_its_trainings_even_while_it_is_paused() throws Exception {
        Told device = new Told(openCl());
        Engines engines = with(device);
        SweepConfiguration endless = configuration(
                        List.of(KAL), List.of(30), new Budget(1_000_000, 64), Tuning.STANDARD)
                .withEngine(Configuration.OPENCL);
        AtomicReference<TrialsEvent<FinishedFit>> last = new AtomicReference<>();
        Sweep sweep = Sweep.start(SweepPlan.of(endless, engines), Optional.empty(), TrialPlace.here(3), last::set);
        device.begun().await();
        sweep.control().pause();
        sweep.control().cancel();
        sweep.await();

        assertThat(last.get()).isEqualTo(new TrialsEvent.Finished<>(true, 0, 2));
    }

    @Test
    void the_engine_is_part_of_the_configuration_and_the_vector_engine_stands_in_no_file() throws Exception {
        SweepConfiguration onDevice = small().withEngine("opencl:1");

        assertThat(VersionedJson.text(small(), 1)).doesNotContain("engine");
        assertThat(SweepConfiguration.parse(onDevice.text(), "x")).isEqualTo(onDevice);
        assertThat(SweepConfiguration.parse(small().text(), "x")).isEqualTo(small());
        assertThat(SweepFolder.same(small(), onDevice)).isFalse();
    }

    /** Whose functions are those of presets. */
    @Test
    void cuda_has_the_kernels_of_the_standard_sweep() {
        for (int inputs : new int[] {1, 2, 5}) {
            for (Contender contender : Sizing.resolve(StandardSweep.contenders(), inputs, List.of())) {
                assertThat(new CudaApi().obstacle(((Contender.Trained) contender).network(inputs), false))
                        .isEmpty();
            }
        }
    }
}
