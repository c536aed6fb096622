package org.kanworkbench.runs.store;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.kanworkbench.files.model.ConfigurationText;
import org.kanworkbench.runs.Metric;
import org.kanworkbench.runs.Queued;
import org.kanworkbench.runs.RunDescription;
import org.kanworkbench.runs.RunEvent;
import org.kanworkbench.runs.RunState;
import org.kanworkbench.runs.StoredFile;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.training.Measure;

/** Changes of the tables, each within the transaction of the given handle. */
final class RunChanges {

    private RunChanges() {}

    /** Adds a starting run under its number. */
    static void insert(Handle handle, long id, RunDescription run) {
        handle.createUpdate("""
                        insert into run (id, name, kind, state, preset, dataset, seed, engine, parameters, configuration,
                          configuration_key, planned_epochs, started, environment)
                        values (:id, :name, :kind, 'RUNNING', :preset, :dataset, :seed, :engine, :parameters, :configuration,
                          :configurationKey, :plannedEpochs, :startedMillis, :environment)""").bind("id", id).bindMethods(run).execute();
    }

    /** Adds evaluations, in order, and updates the run's scores; an evaluation of the same step is replaced. */
    static void add(Handle handle, long run, List<Metric> metrics) {
        if (metrics.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch("""
                            insert or replace into metric values (:run, :step, :epoch, :epochEnd, :trainLoss,
                              :trainScore, :testLoss, :testScore, :validationLoss, :validationScore,
                              :learningRate, :msPerStep, :seconds, :testR2)""");
        Measure measure = measure(handle, run);
        Metric best = null;
        for (Metric metric : metrics) {
            batch.bind("run", run).bindMethods(metric).add();
            if (metric.epochEnd() && (best == null || measure.better(metric.testScore(), best.testScore()))) {
                best = metric;
            }
        }
        batch.execute();
        Metric last = metrics.getLast();
        handle.execute(
                "update run set epochs = ?, last_accuracy = ?, last_loss = ? where id = ?",
                last.epoch(),
                last.testScore(),
                last.testLoss(),
                run);
        if (best != null) {
            handle.execute(
                    "update run set best_epoch = ?, best_accuracy = ? where id = ? and (best_accuracy is null or "
                            + (measure.better(0, 1) ? "best_accuracy > ?" : "best_accuracy < ?") + ")",
                    best.epoch(),
                    best.testScore(),
                    run,
                    best.testScore());
        }
    }

    private static Measure measure(Handle handle, long run) {
        return handle.createQuery("select configuration from run where id = ?")
                .bind(0, run)
                .mapTo(String.class)
                .findOne()
                .map(ConfigurationText::measure)
                .orElse(Measure.ACCURACY);
    }

    /** Adds or updates the entry of a file. */
    static void add(Handle handle, long run, StoredFile file) {
        handle.createUpdate(
                        "insert or replace into file values (:run, :path, :bytes, :sha256, :step, :epoch, :accuracy)")
                .bind("run", run)
                .bindMethods(file)
                .execute();
    }

    static void end(Handle handle, long run, RunState state, double seconds, String message) {
        handle.createUpdate(
                        "update run set state = :state, ended = :ended, seconds = :seconds, message = :message where id = :run")
                .bind("run", run)
                .bind("state", state.name())
                .bind("ended", Instant.now().toEpochMilli())
                .bind("seconds", seconds)
                .bind("message", message)
                .execute();
        // A stopped run leaves weights that no epoch's end has scored: they are no worse than the best if they are the
        // best.
        handle.execute(
                "update run set best_accuracy = last_accuracy, best_epoch = epochs where id = ? and last_accuracy is not null"
                        + " and (best_accuracy is null or "
                        + (measure(handle, run).better(0, 1)
                                ? "last_accuracy < best_accuracy"
                                : "last_accuracy > best_accuracy")
                        + ")",
                run);
    }

    static void add(Handle handle, long run, RunEvent event) {
        handle.createUpdate(
                        "insert into event (run, step, epoch, at, kind, value) values (:run, :step, :epoch, :at, :kind, :value)")
                .bind("run", run)
                .bindMethods(event)
                .bind("at", event.at().toEpochMilli())
                .execute();
    }

    /** Marks runs of ended processes as interrupted and returns them. */
    static List<StoredRun> interrupt(Handle handle) {
        List<Long> left = handle.createQuery("select id from run where state = 'RUNNING' and deleted is null")
                .mapTo(Long.class)
                .list();
        if (left.isEmpty()) {
            return List.of();
        }
        handle.createUpdate("""
                        insert into event (run, step, epoch, at, kind)
                        select id,
                          max(coalesce((select max(step) from metric where run = run.id), 0),
                            coalesce((select max(step) from event where run = run.id), 0)),
                          max(epochs, coalesce((select max(epoch) from event where run = run.id), 0)),
                          :now, 'INTERRUPTED' from run where id in (<ids>)""")
                .bind("now", System.currentTimeMillis())
                .bindList("ids", left)
                .execute();
        handle.createUpdate("update run set state = 'INTERRUPTED' where id in (<ids>)")
                .bindList("ids", left)
                .execute();
        return handle.createQuery(RunRows.RUNS + "where id in (<ids>) order by id")
                .bindList("ids", left)
                .map((row, _) -> RunRows.run(row))
                .list();
    }

    /** Deletes records after a step, as the run resumes there. */
    static void rewind(Handle handle, long run, long step, double epoch) {
        handle.execute("delete from event where run = ? and step > ?", run, step);
        handle.execute("delete from metric where run = ? and step > ?", run, step);
        boolean least = measure(handle, run).better(0, 1);
        handle.createUpdate("""
                            update run set state = 'RUNNING', ended = null, message = '', epochs = :epoch,
                              best_accuracy = (select %s(test_accuracy) from metric where run = :run and epoch_end),
                              best_epoch = (select epoch from metric where run = :run and epoch_end
                                order by test_accuracy %s, step limit 1),
                              (last_accuracy, last_loss) = (select test_accuracy, test_loss from metric where run = :run
                                order by step desc limit 1)
                            where id = :run""".formatted(least ? "min" : "max", least ? "asc" : "desc"))
                .bind("run", run)
                .bind("epoch", epoch)
                .execute();
    }

    static void rename(Handle handle, long run, String title) {
        handle.execute("update run set title = ? where id = ?", title.strip(), run);
    }

    static void annotate(Handle handle, long run, String notes, List<String> tags) {
        List<String> clean = tags.stream()
                .map(tag -> tag.replace(',', ' ').strip())
                .filter(tag -> !tag.isEmpty())
                .distinct()
                .toList();
        handle.execute("update run set notes = ?, tags = ? where id = ?", notes, String.join(",", clean), run);
    }

    static void queue(Handle handle, List<Queued> works) {
        handle.execute("delete from queue");
        PreparedBatch batch = handle.prepareBatch(
                "insert into queue values (:place, :name, :kind, :title, :configuration, :trials, :minutes, :run)");
        for (int place = 0; place < works.size(); place++) {
            batch.bind("place", place).bindMethods(works.get(place)).add();
        }
        if (!works.isEmpty()) {
            batch.execute();
        }
    }

    /** Imports a run from another store. */
    static void take(Handle handle, long id, RunDescription here, StoredRun run, RunContent content) {
        insert(handle, id, here);
        add(handle, id, content.metrics());
        content.files().forEach(file -> add(handle, id, file));
        content.events().forEach(event -> add(handle, id, event));
        rename(handle, id, run.title());
        annotate(handle, id, run.notes(), run.tags());
        end(handle, id, run.state(), run.seconds(), run.message());
        handle.execute(
                "update run set ended = ?, epochs = ?, best_accuracy = ?, best_epoch = ?, last_accuracy = ?, last_loss = ?"
                        + " where id = ?",
                run.ended().map(Instant::toEpochMilli).orElse(null),
                run.epochs(),
                run.bestScore(),
                run.bestEpoch(),
                run.lastScore(),
                run.lastLoss(),
                id);
    }
}
