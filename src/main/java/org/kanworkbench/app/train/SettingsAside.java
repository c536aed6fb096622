package org.kanworkbench.app.train;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.kanworkbench.app.session.Notice;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.train.settings.ConfigurationEditor;
import org.kanworkbench.app.train.settings.DataLoading;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.training.Configuration;

/** Settings of the next training whose place a run's have taken, until they are brought back. */
final class SettingsAside {

    private record Kept(Configuration configuration, Dataset dataset) {}

    private final ConfigurationEditor editor;
    private final DataLoading data;
    private final Workspace workspace;
    private final BooleanSupplier idle;
    /** Null for none. */
    private Kept kept;

    /** @param idle whether nothing trains */
    SettingsAside(ConfigurationEditor editor, DataLoading data, Workspace workspace, BooleanSupplier idle) {
        this.editor = editor;
        this.data = data;
        this.workspace = workspace;
        this.idle = idle;
    }

    boolean isEmpty() {
        return kept == null;
    }

    /** Keeps what is set, unless it is what the run has. */
    void keep(Configuration ofRun) {
        // While a field is wrong, what was last right.
        Configuration now = Optional.ofNullable(editor.configurationProperty().get())
                .or(() -> workspace.session.configuration())
                .filter(last -> last.data().equals(editor.sourceProperty().get()))
                .orElse(null);
        kept = now == null || now.equals(ofRun)
                ? null
                : new Kept(now, editor.datasetProperty().get());
    }

    void bringBack() {
        if (kept != null) {
            Kept back = kept;
            kept = null;
            show(back);
        }
    }

    private void show(Kept back) {
        try {
            editor.show(back.configuration());
            data.use(back.configuration().data(), back.dataset());
        } catch (IllegalArgumentException e) {
            workspace.tell("The settings from before cannot be shown: " + e.getMessage());
        }
    }

    /** Offers them when nothing trains any more, nor is going to. */
    void offer() {
        if (kept == null
                || !idle.getAsBoolean()
                || workspace.queue.goingProperty().get()) {
            return;
        }
        Kept back = kept;
        kept = null;
        if (back.configuration().equals(editor.configurationProperty().get())) {
            return;
        }
        ask(back);
    }

    private void ask(Kept back) {
        workspace.notices.add(Notice.asking(
                "Your settings from before are kept: " + back.dataset().name() + " · "
                        + back.configuration().preset() + ".",
                new Notice.Action("Bring back", () -> {
                    if (idle.getAsBoolean()) {
                        show(back);
                    } else if (kept == null) {
                        kept = back;
                        workspace.tell("Your settings are offered again when this training has ended.");
                    } else {
                        ask(back);
                    }
                })));
    }
}
