package org.kanworkbench.cli.command;

import java.util.ArrayList;
import java.util.List;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.TaskKind;
import picocli.CommandLine.Option;

/** What the columns of a table are. */
public final class TableOptions {

    @Option(
            names = "--target",
            paramLabel = "NAME",
            split = ",",
            description =
                    "The CSV file's column to predict, or several of numbers; by default the only one of text, else the last one."
                            + " A name with a comma is quoted as in CSV, and for the shell: '\"load, kN\"'.")
    private List<String> target = List.of();

    @Option(
            names = "--ignore",
            paramLabel = "NAME",
            split = ",",
            description =
                    "The CSV file's columns that are neither target nor inputs, for instance an ID. A name with a comma is"
                            + " quoted as for --target.")
    private List<String> ignored = List.of();

    @Option(
            names = "--task",
            paramLabel = "TASK",
            description =
                    "classification or regression: whether the CSV file's target is a class or a number. By default,"
                            + " words are classes, and so are up to 20 different whole numbers or up to 64 that count"
                            + " from 0 or 1.")
    private String task;

    /** With the columns as they are named; each other table's target is the usual one. */
    public List<DataSource> of(List<DataSource> sources, List<String> usualTarget, TaskKind usualTask)
            throws CommandFailure {
        boolean asked = !target.isEmpty() || task != null;
        if ((asked || !ignored.isEmpty()) && sources.stream().noneMatch(DataSource.CsvFile.class::isInstance)) {
            throw CommandFailure.badInput(
                    "--target, --task and --ignore are for CSV files: name one with --data, or leave them out");
        }
        List<DataSource> named = new ArrayList<>();
        for (DataSource source : sources) {
            named.add(
                    source instanceof DataSource.CsvFile table
                            ? new DataSource.CsvFile(
                                    table.file(),
                                    target.isEmpty() ? usualTarget : names(target),
                                    asked ? task() : usualTask,
                                    names(ignored))
                            : source);
        }
        return named;
    }

    /** What is quoted has been left whole, with its quotes. */
    public static List<String> names(List<String> given) {
        return given.stream()
                .map(name -> name.length() > 1 && name.startsWith("\"") && name.endsWith("\"")
                        ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
                        : name)
                .toList();
    }

    private TaskKind task() throws CommandFailure {
        for (TaskKind kind : TaskKind.values()) {
            if (task == null || kind.word().equals(task) && kind != TaskKind.AUTO) {
                return task == null ? TaskKind.AUTO : kind;
            }
        }
        throw CommandFailure.badInput("--task is " + task + ": choose classification or regression");
    }
}
