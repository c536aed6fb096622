package org.kanworkbench.app.session;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.kanworkbench.app.work.Problem;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.OneLine;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.DigitCollection;
import org.kanworkbench.data.source.DrawnDigit;
import org.kanworkbench.data.source.LabelledDigit;
import org.kanworkbench.files.DigitFile;

/**
 * The user's digits, shared by all panes. Changes are written in the background, in order; nothing is stored until a
 * folder is {@link #open opened}. Use on the interface thread only.
 */
public final class MyDigits {

    /** A digit that was deleted, and where it was. */
    public record Deleted(int place, LabelledDigit digit) {}

    private final Executor background;
    private final ReadOnlyObjectWrapper<DigitCollection> digits = new ReadOnlyObjectWrapper<>(DigitCollection.EMPTY);
    private final ReadOnlyObjectWrapper<Deleted> deleted = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Problem> problem = new ReadOnlyObjectWrapper<>();
    private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
    private Executor ui = Runnable::run;
    private Optional<DigitFile> file = Optional.empty();

    MyDigits(Executor background) {
        this.background = background;
    }

    /**
     * Starts reading the digits stored in a folder, and returns at once.
     *
     * @param interfaceThread runs actions on the interface thread
     */
    public void open(Path folder, Executor interfaceThread) {
        ui = interfaceThread;
        DigitFile opened = new DigitFile(folder);
        file = Optional.of(opened);
        reread();
    }

    /** Reads what something else may have written, and returns at once. */
    public void reread() {
        file.ifPresent(f -> work(f::read, () -> {}, "Your digits could not be read"));
    }

    /** Something that is done to the file; what it holds then. */
    private interface Work {
        DigitCollection run() throws DataException, IOException;
    }

    private void work(Work work, Runnable done, String failed) {
        last = last.exceptionally(_ -> null).thenRunAsync(() -> tell(work, done, failed), background);
    }

    private void tell(Work work, Runnable done, String failed) {
        try {
            DigitCollection now = work.run();
            ui.execute(() -> {
                problem.set(null);
                digits.set(now);
                done.run();
            });
        } catch (DataException | IOException | RuntimeException e) {
            ui.execute(() -> {
                // Somebody may have dismissed the same one.
                problem.set(null);
                problem.set(new Problem(failed, OneLine.of(e)));
            });
        }
    }

    private void change(UnaryOperator<DigitCollection> change, Runnable done, String failed) {
        file.ifPresent(f -> work(() -> f.change(change), done, failed));
    }

    /**
     * Keeps a drawing under what its author says it is; one that is kept already gets the new label.
     *
     * @param drawn makes the picture, in the background; empty where there is no ink
     */
    public void name(Supplier<Optional<DrawnDigit>> drawn, int label) {
        change(
                before -> drawn.get().map(digit -> before.with(digit, label)).orElse(before),
                () -> {},
                "The drawing was not kept");
    }

    /** Deletes a digit, which {@link #undelete} restores. */
    public void delete(LabelledDigit digit) {
        Deleted gone = new Deleted(digits.get().digits().indexOf(digit), digit);
        change(before -> before.without(digit), () -> tell(gone), "The digit was not deleted");
    }

    private void tell(Deleted gone) {
        // The same may have been deleted before, and named again.
        deleted.set(null);
        deleted.set(gone);
    }

    /** Restores the last deleted digit, once what is asked for already is written. */
    public void undelete() {
        last = last.exceptionally(_ -> null).thenRunAsync(() -> ui.execute(this::restore), background);
    }

    private void restore() {
        Deleted back = deleted.get();
        if (back != null) {
            deleted.set(null);
            change(before -> before.with(back.place(), back.digit()), () -> {}, "The digit was not restored");
        }
    }

    /** What is kept, in the order of drawing. */
    public ReadOnlyObjectProperty<DigitCollection> digitsProperty() {
        return digits.getReadOnlyProperty();
    }

    /** What was deleted last and can be brought back; null for nothing. */
    public ReadOnlyObjectProperty<Deleted> deletedProperty() {
        return deleted.getReadOnlyProperty();
    }

    /** Why the last change was not saved; null if it was. */
    public ReadOnlyObjectProperty<Problem> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** The digits as a source of data, alone or together with MNIST; empty before a folder is opened. */
    public Optional<DataSource> source(boolean besideMnist) {
        return file.map(f -> f.source(besideMnist));
    }
}
