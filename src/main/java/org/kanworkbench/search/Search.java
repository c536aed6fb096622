package org.kanworkbench.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.recording.Records;
import org.kanworkbench.search.SearchTrial.State;
import org.kanworkbench.search.pruner.Pruner;
import org.kanworkbench.search.sampler.Observation;
import org.kanworkbench.search.sampler.Sampler;
import org.kanworkbench.search.sampler.Samplers;
import org.kanworkbench.search.setting.Settings;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engines;
import org.kanworkbench.training.Evaluation;
import org.kanworkbench.training.TrainingEvent;
import org.kanworkbench.training.trials.Cluster;
import org.kanworkbench.training.trials.Training;
import org.kanworkbench.training.trials.Trial;
import org.kanworkbench.training.trials.TrialListener;
import org.kanworkbench.training.trials.TrialPlace;
import org.kanworkbench.training.trials.TrialProgress;
import org.kanworkbench.training.trials.Trials;
import org.kanworkbench.training.trials.TrialsEvent;
import org.kanworkbench.training.trials.WorkControl;

/**
 * A running search. Unless it is asynchronous, a trial is proposed and pruned by what the trials have come to that are
 * {@value #IN_FLIGHT} or more before it (with ASHA {@value #FIRST_IN_FLIGHT} at first), so that the search
 * is the same for any number of workers.
 */
public final class Search {

    /** Trials that may run at once in a search that is not asynchronous. */
    public static final int IN_FLIGHT = 8;

    /** Fewer at first where ASHA prunes: a trial that knows of no others runs to its end. */
    private static final int FIRST_IN_FLIGHT = 4;

    /** After so many trials, one more may run at once. */
    private static final int MORE_EVERY = 16;

    private final SearchConfiguration configuration;
    private final Dataset dataset;
    private final Optional<SearchFolder> folder;
    private final Records records;
    private final Consumer<TrialsEvent<SearchTrial>> listener;
    /** Asked in turn until one proposes what no trial has tried. */
    private final List<Sampler> samplers;

    /** By number. Guarded by itself. */
    private final TreeMap<Integer, SearchTrial> ended = new TreeMap<>();

    /** Trials that failed for what is not in their values, as for want of memory: another start repeats them. */
    private final Set<Integer> repeatable = ConcurrentHashMap.newKeySet();

    /** Values by trial, as far as they are proposed. Guarded by itself, as is what follows. */
    private final List<Map<String, Object>> proposed = new ArrayList<>();

    private final Set<Map<String, Object>> tried = new HashSet<>();

    private Trainer trainer;
    private boolean remote;
    private final long begun = System.nanoTime();
    private final double mostNanos;
    private final int total;
    private final CompletableFuture<Trials<Done>> trials = new CompletableFuture<>();
    private final TrialKeeper keeper = new TrialKeeper();

    /** @param recording adds it to the experiment store; its number there */
    private record Done(SearchTrial trial, Supplier<OptionalLong> recording) {}

    private Search(
            SearchConfiguration configuration,
            Budget budget,
            Dataset dataset,
            Optional<SearchFolder> folder,
            Records records,
            Consumer<TrialsEvent<SearchTrial>> listener) {
        this.configuration = configuration;
        // The test set is for what is chosen in the end.
        this.dataset = dataset.withoutTest();
        this.folder = folder;
        this.records = records;
        this.listener = listener;
        samplers = configuration
                .sampler()
                .inTurn(configuration.space(), configuration.base().seed(), this::active);
        total = Math.min(budget.trials(), samplers.getFirst().most());
        mostNanos = budget.minutes() == 0 ? Double.POSITIVE_INFINITY : budget.minutes() * 60e9;
        folder.map(SearchFolder::known).ifPresent(known -> known.forEach(trial -> ended.put(trial.trial(), trial)));
    }

    /** Trains a trial, wherever. */
    private interface Trainer {
        Optional<Trained> train(int number, Configuration trained, WorkControl control) throws Exception;
    }

    /**
     * Starts the trials that are not in the folder yet. On a cluster they are trained by the vector engine, and pruned by
     * what was known when they began, which is no difference unless the search is asynchronous.
     *
     * @param configuration whose base has {@linkplain SearchConfiguration#validated validation samples}
     * @param engines of this computer
     * @param folder keeps trials; empty to keep none
     * @param records gets every trial as a run
     * @param listener called by one thread at a time; of a trial, when it is kept
     * @throws IOException if the data cannot be sent to a cluster
     */
    public static Search start(
            SearchConfiguration configuration,
            Budget budget,
            Dataset dataset,
            Engines engines,
            Optional<SearchFolder> folder,
            TrialPlace place,
            Records records,
            Consumer<TrialsEvent<SearchTrial>> listener)
            throws DataException, IOException {
        if (folder.isPresent()) {
            folder.get().check(dataset);
        }
        Search search = new Search(configuration, budget, dataset, folder, records, listener);
        if (place.cluster().isPresent()) {
            Cluster.Sent sent = RemoteTrials.send(
                    configuration, search.dataset, place.cluster().get());
            search.remote = true;
            search.trainer = (number, trained, control) ->
                    RemoteTrials.train(sent, trained, search.others(number), false, control);
        } else {
            search.trainer = (number, trained, control) -> Trained.run(
                    engines,
                    trained,
                    search.dataset,
                    control,
                    curve -> configuration.prunes(curve, search.others(number)));
        }
        search.trials.complete(Trials.start(
                search.total, search.ended::containsKey, search::after, place, search::run, search.new Ending()));
        return search;
    }

    /** Pauses, resumes and cancels it. */
    public WorkControl control() {
        return trials.join().control();
    }

    public void await() throws InterruptedException {
        trials.join().await();
    }

    /** Trials that have ended so far, by number. */
    public List<SearchTrial> results() {
        synchronized (ended) {
            return List.copyOf(ended.values());
        }
    }

    /** How many of them another start does not repeat. */
    int kept() {
        return results().size() - repeatable.size();
    }

    /** What a confirmation of its best came to earlier. */
    Optional<Confirmation> confirmed() {
        return folder.flatMap(kept ->
                configuration.best(results()).flatMap(best -> SearchFolder.confirmation(kept.path(), best, _ -> true)));
    }

    /** How many trials may run at once when that one begins, itself included. */
    private int inFlight(int number) {
        if (configuration.asynchronous()) {
            return Integer.MAX_VALUE;
        }
        return configuration.pruner() == Pruner.ASHA
                ? Math.min(IN_FLIGHT, FIRST_IN_FLIGHT + number / MORE_EVERY)
                : IN_FLIGHT;
    }

    private int after(int number) {
        int inFlight = inFlight(number);
        int byPruner = configuration.pruner() == Pruner.NONE ? 0 : Math.max(0, number - inFlight + 1);
        return Math.max(byPruner, samplers.getFirst().after(number, inFlight));
    }

    /** What a trial may know of others. */
    private List<SearchTrial> before(int number) {
        synchronized (ended) {
            return List.copyOf((configuration.asynchronous() ? ended : ended.headMap(after(number))).values());
        }
    }

    private Optional<Done> run(int number, int worker, WorkControl control) throws Exception {
        if (control.nanoTime() - begun > mostNanos) {
            trials.join().close();
            return Optional.empty();
        }
        Map<String, Object> params = proposal(number);
        Configuration trained = Settings.of(configuration.base(), params);
        long started = System.currentTimeMillis();
        try {
            return trainer.train(number, trained, control)
                    .map(training -> ended(number, worker, params, trained, started, training));
        } catch (Exception | Error e) {
            // Of a trial that fails on a cluster, its message alone comes back.
            if (!remote && !(e instanceof IllegalArgumentException || e instanceof Training.Diverged)) {
                repeatable.add(number);
            }
            throw e;
        }
    }

    /** A trial's values, which are proposed in the order of the trials whoever asks first. */
    private Map<String, Object> proposal(int number) {
        synchronized (proposed) {
            while (proposed.size() <= number) {
                Map<String, Object> params = known(proposed.size()).orElseGet(() -> fresh(proposed.size()));
                tried.add(params);
                proposed.add(params);
            }
            return proposed.get(number);
        }
    }

    private Optional<Map<String, Object>> known(int number) {
        synchronized (ended) {
            return Optional.ofNullable(ended.get(number)).map(SearchTrial::params);
        }
    }

    /** What no earlier trial has tried, if the samplers find such: with the same seed, the same values tell nothing new. */
    private Map<String, Object> fresh(int number) {
        List<Optional<Observation>> before =
                before(number).stream().map(this::observed).toList();
        Map<String, Object> params = Map.of();
        for (Sampler sampler : samplers) {
            params = active(sampler.suggest(number, before));
            if (!tried.contains(params)) {
                return params;
            }
        }
        // An earlier version may have numbered a grid otherwise.
        for (int other = 0;
                configuration.sampler() == Samplers.GRID
                        && other < samplers.getFirst().most();
                other++) {
            Map<String, Object> one = active(samplers.getFirst().suggest(other, before));
            if (!tried.contains(one)) {
                return one;
            }
        }
        return params;
    }

    private Map<String, Object> active(Map<String, Object> suggested) {
        try {
            return Settings.active(configuration.space(), configuration.base(), suggested);
        } catch (IllegalArgumentException _) {
            // There is no such training: the trial fails with the reason.
            return configuration.space().active(suggested);
        }
    }

    /** What may prune a trial. */
    private List<Pruner.Other> others(int number) {
        return configuration.pruner() == Pruner.NONE
                ? List.of()
                : before(number).stream()
                        .map(other -> new Pruner.Other(
                                other.curve().stream().map(configuration::loss).toList(), other.complete()))
                        .toList();
    }

    private Done ended(
            int number, int worker, Map<String, Object> params, Configuration trained, long started, Trained training) {
        TrainingEvent.Finished end = training.end();
        List<Double> values = new ArrayList<>();
        values.add(
                training.pruned()
                        ? training.curve().getLast()
                        : end.test().map(Evaluation::score).orElseThrow());
        configuration
                .secondObjective()
                .ifPresent(second -> values.add(second.of(end.model().network(), training.seconds())));
        SearchTrial trial = new SearchTrial(
                number,
                training.pruned() ? State.PRUNED : State.COMPLETE,
                List.copyOf(values),
                training.curve(),
                training.seconds(),
                started,
                worker,
                params,
                0,
                "");
        List<String> tags = new ArrayList<>(List.of(configuration.name(), "trial " + number));
        if (training.pruned()) {
            tags.add(StoredRun.PRUNED);
        }
        return new Done(trial, () -> records.finished(trained, dataset, training.metrics(), end, tags));
    }

    private Optional<Observation> observed(SearchTrial trial) {
        if (trial.state() == State.FAILED) {
            return Optional.empty();
        }
        return Optional.of(
                new Observation(trial.params(), trial.complete(), trial.epochs(), configuration.losses(trial)));
    }

    private void put(SearchTrial trial) {
        synchronized (ended) {
            ended.put(trial.trial(), trial);
        }
    }

    private final class Ending implements TrialListener<Done> {

        /** Others may know of it at once; people when it is kept. */
        @Override
        public void ended(Trial<Done> trial, TrialProgress progress) throws IOException {
            Done last = trial.result().orElseGet(() -> new Done(failed(trial), OptionalLong::empty));
            put(last.trial());
            keeper.keep(() -> {
                SearchTrial kept = last.trial().kept(last.recording().get().orElse(0));
                if (folder.isPresent() && !repeatable.contains(kept.trial())) {
                    folder.get().append(kept);
                }
                put(kept);
                listener.accept(new TrialsEvent.Advanced<>(kept, progress));
            });
        }

        private SearchTrial failed(Trial<Done> trial) {
            return new SearchTrial(
                    trial.index(),
                    State.FAILED,
                    List.of(),
                    List.of(),
                    trial.seconds(),
                    System.currentTimeMillis() - Math.round(1e3 * trial.seconds()),
                    trial.worker(),
                    proposal(trial.index()),
                    0,
                    trial.failure());
        }

        @Override
        public void finished(Optional<String> failure) {
            Optional<String> unkept = keeper.finish();
            listener.accept(TrialsEvent.last(
                    failure.or(() -> unkept),
                    trials.join().control().cancelled(),
                    results().size(),
                    total));
        }
    }
}
