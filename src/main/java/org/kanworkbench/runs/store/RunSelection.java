package org.kanworkbench.runs.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.kanworkbench.files.model.ConfigurationText;
import org.kanworkbench.runs.RunGroup;
import org.kanworkbench.runs.RunPage;
import org.kanworkbench.runs.RunQuery;
import org.kanworkbench.runs.StoredRun;

/** A query as SQL: conditions and their parameters. */
record RunSelection(String where, Map<String, String> values) {

    /** {@code like} ignores the case of these, of ASCII letters. */
    private static final String SEARCHED =
            "(preset || ' ' || dataset || ' ' || state || ' ' || kind || ' ' || tags || ' ' || notes || ' ' || title || ' #' || id)";

    /** The first tag of a trial is its search's name; one with notes or a name of its own is of interest by itself. */
    private static final String NO_TRIAL =
            "(kind <> 'TRAINING' or title || notes <> '' or substr(tags, 1, instr(tags || ',', ',') - 1)"
                    + " not in (select configuration_key from run where kind = 'SEARCH' and deleted is null))";

    private static final Pattern NUMBER = Pattern.compile("#\\d{1,18}");

    static List<StoredRun> list(Handle handle, RunQuery query) {
        RunSelection selection = of(query);
        String order = " order by " + query.sort().order(query.descending());
        // An index selects the runs; complete rows are read for these only.
        return handle.createQuery(RunRows.RUNS + "where id in (select id from run" + selection.where + order
                        + " limit :limit offset :offset)" + order)
                .bindMap(selection.values)
                .bind("limit", query.limit())
                .bind("offset", query.offset())
                .map((row, _) -> RunRows.run(row))
                .list();
    }

    static RunPage page(Handle handle, RunQuery query) {
        List<StoredRun> runs = list(handle, query);
        boolean last = runs.size() < query.limit() && (!runs.isEmpty() || query.offset() == 0);
        return new RunPage(runs, last ? query.offset() + runs.size() : count(handle, query));
    }

    static int count(Handle handle, RunQuery query) {
        RunSelection selection = of(query);
        return handle.createQuery("select count(*) from run" + selection.where)
                .bindMap(selection.values)
                .mapTo(Integer.class)
                .one();
    }

    static List<RunGroup> groups(Handle handle) {
        return handle.createQuery("""
                        select configuration_key, preset, dataset, min(configuration) as configuration, %2$s as untested,
                          count(last_accuracy) as runs, avg(last_accuracy) as mean, sum(last_accuracy * last_accuracy) as squares, min(last_accuracy) as least,
                          max(last_accuracy) as most,
                          sum(exists(select 1 from event where event.run = run.id and event.kind = 'LEARNING_RATE')) as changed
                        from run where last_accuracy is not null and id in (select max(id) from run
                          where deleted is null and state = 'FINISHED' and kind = 'TRAINING' group by configuration_key, seed, %2$s)
                        group by configuration_key, untested
                        order by iif(%1$s, 1, 0), untested, iif(%1$s, mean, -mean)""".formatted(RunQuery.ERRS, RunQuery.UNTESTED))
                .map((row, _) -> {
                    int runs = row.getInt("runs");
                    double mean = row.getDouble("mean");
                    double variance = (row.getDouble("squares") - runs * mean * mean) / (runs - 1);
                    return new RunGroup(
                            row.getString("configuration_key"),
                            row.getString("preset"),
                            row.getString("dataset"),
                            row.getString("configuration"),
                            ConfigurationText.measure(row.getString("configuration")),
                            row.getBoolean("untested"),
                            runs,
                            row.getInt("changed"),
                            mean,
                            runs > 1 ? Math.sqrt(Math.max(0, variance)) : Double.NaN,
                            row.getDouble("least"),
                            row.getDouble("most"));
                })
                .list();
    }

    private static RunSelection of(RunQuery query) {
        List<String> conditions = new ArrayList<>(List.of("deleted is null"));
        Map<String, String> values = new HashMap<>();
        boolean lookedFor = false;
        for (String written : query.text().split("\\s+")) {
            String not = written.startsWith("-") ? "not " : "";
            String word = written.substring(not.isEmpty() ? 0 : 1);
            lookedFor |= not.isEmpty() && !word.isEmpty();
            if (NUMBER.matcher(word).matches()) {
                conditions.add(not + "id = " + Long.parseLong(word.substring(1)));
            } else if (!word.isEmpty()) {
                String name = "word" + values.size();
                conditions.add(SEARCHED + " " + not + "like :" + name + " escape '!'");
                values.put(name, "%" + word.replaceAll("([%_!])", "!$1") + "%");
            }
        }
        if (!query.trials() && !lookedFor && query.configurationKey().isEmpty()) {
            conditions.add(NO_TRIAL);
        }
        if (!query.kinds().isEmpty()) {
            conditions.add(query.kinds().stream()
                    .map(kind -> "'" + kind.name() + "'")
                    .collect(Collectors.joining(",", "kind in (", ")")));
        }
        if (!query.configurationKey().isEmpty()) {
            conditions.add("configuration_key = :key");
            values.put("key", query.configurationKey());
        }
        return new RunSelection(" where " + String.join(" and ", conditions), values);
    }
}
