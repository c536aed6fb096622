package org.kanworkbench.app.runs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.fxml.FXML;
import javafx.scene.control.MenuItem;
import org.kanworkbench.app.controls.ExportMenu;
import org.kanworkbench.app.controls.FilePrompts;
import org.kanworkbench.app.runs.run.RunReading;
import org.kanworkbench.app.session.Notice;
import org.kanworkbench.app.session.RunLibrary.State;
import org.kanworkbench.app.work.BackgroundWork;
import org.kanworkbench.data.Counted;
import org.kanworkbench.files.FileName;
import org.kanworkbench.files.SaveException;
import org.kanworkbench.files.model.ModelReader;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.files.peer.PresetNeededException;
import org.kanworkbench.network.Preset;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.UnexportableException;
import org.kanworkbench.runs.export.RunExport;
import org.kanworkbench.runs.export.TensorBoardExport;
import org.kanworkbench.runs.recording.ModelImport;
import org.kanworkbench.runs.store.RunStore;
import org.kanworkbench.runs.store.StoreArchive;

/** The header's menu: export of runs, and archive and import of the store. */
final class RunFilesController {

    /** Work that keeps no model: of a search, its trials do. */
    private static final Set<RunKind> MODELLESS = EnumSet.of(RunKind.SWEEP, RunKind.SEARCH, RunKind.FORMULA);

    private final RunsViewModel list;
    private final FilePrompts prompts;
    private final BackgroundWork background;
    /** What takes long and goes on, a sentence each, the newest last. */
    private final List<String> works = new ArrayList<>();

    private final ReadOnlyStringWrapper busy = new ReadOnlyStringWrapper("");

    @FXML
    private MenuItem csv;

    @FXML
    private MenuItem json;

    @FXML
    private MenuItem tensorboard;

    @FXML
    private MenuItem kan;

    @FXML
    private ExportMenu model;

    @FXML
    private MenuItem importModel;

    @FXML
    private MenuItem archive;

    @FXML
    private MenuItem takeIn;

    RunFilesController(RunsViewModel list, FilePrompts prompts, BackgroundWork background) {
        this.list = list;
        this.prompts = prompts;
        this.background = background;
    }

    /** Writes a run to a file, and returns what is to be said of it, "" for nothing. */
    private interface Writing {
        String write(RunStore store, StoredRun run, Path file) throws Exception;
    }

    @FXML
    private void initialize() {
        importModel.setOnAction(_ -> prompts.open("Import a model", "Model", ModelReader.EXTENSIONS)
                .ifPresent(file -> read(file, Optional.empty())));
        Writing whole = (store, run, file) -> {
            new RunExport(store).write(run, file);
            return "";
        };
        csv.setOnAction(_ -> export("Scores as CSV", ".csv", UnaryOperator.identity(), whole));
        json.setOnAction(_ -> export("Run as JSON", ".json", UnaryOperator.identity(), whole));
        kan.setOnAction(_ -> export("KAN Workbench model", ".kan", UnaryOperator.identity(), whole));
        model.offer(format -> export(
                format.label(),
                format.extension(),
                format.naming(),
                (store, run, file) -> format.writing().write(new RunReading(store).model(run), file)));
        list.selected.subscribe(this::enable);
        list.totalProperty().addListener(_ -> enable());
        list.library.stateProperty().addListener(_ -> enable());
        enable();
    }

    @FXML
    private void tensorboard() {
        RunStore store = list.library.storeProperty().get();
        List<StoredRun> runs = list.selected.stream()
                .filter(run -> run.description().kind() == RunKind.TRAINING)
                .toList();
        prompts.folder("Export to a folder for TensorBoard")
                .ifPresent(folder -> background.run("The curves could not be exported", () -> {
                    List<String> without = new ArrayList<>();
                    for (StoredRun run : runs) {
                        try {
                            TensorBoardExport.write(store, run, folder);
                        } catch (UnexportableException | SaveException e) {
                            without.add(e.getMessage());
                        }
                    }
                    if (without.size() == runs.size()) {
                        throw new SaveException(without.getFirst());
                    }
                    return () -> list.workspace.tell(Counted.of(runs.size() - without.size(), "run")
                            + " written for TensorBoard: tensorboard --logdir " + folder
                            + without.stream().map(why -> "; " + why).collect(Collectors.joining()));
                }));
    }

    private void enable() {
        boolean one = list.selected.size() == 1;
        List.of(csv, json).forEach(item -> item.setDisable(!one));
        tensorboard.setDisable(
                list.selected.stream().noneMatch(run -> run.description().kind() == RunKind.TRAINING));
        List.of(kan, model)
                .forEach(item -> item.setDisable(!one
                        || MODELLESS.contains(
                                list.selected.getFirst().description().kind())));
        importModel.setDisable(list.library.stateProperty().get() != State.OPEN);
        archive.setDisable(list.library.storeProperty().get() == null);
        takeIn.setDisable(list.library.stateProperty().get() != State.OPEN);
    }

    /** @param naming of the file that is offered */
    private void export(String kind, String extension, UnaryOperator<String> naming, Writing writing) {
        StoredRun run = list.selected.getFirst();
        RunStore store = list.library.storeProperty().get();
        String name = FileName.of("run-" + run.id() + "-" + run.description().preset());
        prompts.save("Export " + run.shownName(), kind, extension, naming.apply(name))
                .ifPresent(file -> background.run(run.shownName() + " could not be exported", () -> {
                    String remark = writing.write(store, run, file);
                    return () -> list.workspace.tell(run.shownName() + " exported to " + file + ". " + remark);
                }));
    }

    @FXML
    private void archive() {
        RunStore store = list.library.storeProperty().get();
        prompts.save("Export all runs as an archive", "Archive of runs", StoreArchive.EXTENSION, "runs")
                .ifPresent(file -> work("Writing all runs to " + file + "…", "The archive could not be written", () -> {
                    StoreArchive.write(store, file);
                    return () -> list.workspace.tell("All runs exported to " + file + ".");
                }));
    }

    @FXML
    private void takeIn() {
        RunStore store = list.library.storeProperty().get();
        prompts.open("Import an archive", "Archive of runs", List.of(StoreArchive.EXTENSION))
                .ifPresent(file -> work("Importing " + file + "…", "The archive could not be imported", () -> {
                    StoreArchive.Taken taken = StoreArchive.read(file, store);
                    return () -> {
                        list.workspace.tell(taken.sentence() + " from " + file + ".");
                        list.library.changed();
                        list.workspace.digits.reread();
                    };
                }));
    }

    /** @param doing shown until it has ended */
    private void work(String doing, String failure, Callable<Runnable> work) {
        works.add(doing);
        busy.set(doing);
        background.run(failure, work, () -> {
            works.remove(doing);
            busy.set(works.isEmpty() ? "" : works.getLast());
        });
    }

    /** What takes long, began last and goes on; empty for nothing. */
    ReadOnlyStringProperty busyProperty() {
        return busy.getReadOnlyProperty();
    }

    /** What goes on that closing the window would cut off, a sentence each. */
    List<String> losses() {
        List<String> losses = new ArrayList<>();
        works.forEach(doing -> losses.add(doing.replace("…", "") + " has not ended. Closing cuts it off."));
        if (list.library.repairingProperty().get()) {
            losses.add("The experiment store is being repaired. The program ends when that is done.");
        }
        return losses;
    }

    /** Imports a model file into the store, and asks for the preset of a file that does not specify it. */
    private void read(Path file, Optional<Preset> preset) {
        RunStore store = list.library.storeProperty().get();
        background.run("The model could not be imported", () -> {
            try {
                SavedModel model = ModelReader.read(file, preset);
                long run = ModelImport.add(store, model, file);
                String name = store.run(run).orElseThrow().shownName();
                return () -> {
                    list.workspace.tell(file.getFileName() + " is now " + name + ". Open it to use it in all panes.");
                    list.library.changed();
                };
            } catch (PresetNeededException e) {
                return () -> list.workspace.notices.add(Notice.asking(
                        "Which network does " + file.getFileName() + " hold?",
                        e.candidates().stream()
                                .map(candidate ->
                                        new Notice.Action(candidate.name(), () -> read(file, Optional.of(candidate))))
                                .toArray(Notice.Action[]::new)));
            }
        });
    }
}
