package org.kanworkbench.app.controls;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.files.model.WeightsFile;
import org.kanworkbench.quantize.code.CodeExport;
import org.kanworkbench.quantize.code.Language;
import org.kanworkbench.quantize.onnx.OnnxModel;
import org.kanworkbench.quantize.onnx.Origin;
import org.kanworkbench.quantize.onnx.graph.OnnxExport;
import org.kanworkbench.quantize.scheme.QuantizeException;
import org.kanworkbench.quantize.scheme.Schemes;

/** A submenu of the files of other programs that a model can be exported to. */
public final class ExportMenu extends Menu {

    /** Writes a model to a file, and returns what is to be said of it, "" for nothing. */
    public interface Writing {
        String write(SavedModel saved, Path file) throws Exception;
    }

    /**
     * A kind of file.
     *
     * @param word names it in ids
     * @param naming of the file that is offered, without extension
     */
    public record Format(String word, String label, String extension, UnaryOperator<String> naming, Writing writing) {

        private Format(String word, String label, String extension, Writing writing) {
            this(word, label, extension, UnaryOperator.identity(), writing);
        }

        private static Format of(Language language) {
            return new Format(
                    language.word(),
                    language.label(),
                    language.extension(),
                    name -> CodeExport.name(language, name),
                    (saved, file) -> {
                        CodeExport program = CodeExport.of(saved);
                        program.write(language, file);
                        return program.remark().orElse("");
                    });
        }
    }

    private static final List<Format> FORMATS = Stream.concat(
                    Stream.of(
                            new Format("onnx", "ONNX", OnnxModel.EXTENSION, (saved, file) -> {
                                graph(saved).write(file);
                                return "";
                            }),
                            new Format("safetensors", "Safetensors", WeightsFile.EXTENSION, (saved, file) -> {
                                WeightsFile.write(saved, file);
                                return "";
                            })),
                    Arrays.stream(Language.values()).map(Format::of))
            .toList();

    private static OnnxModel graph(SavedModel saved) throws QuantizeException {
        return OnnxExport.of(saved.model(), Origin.of(saved), Schemes.FLOAT32, Optional.empty());
    }

    /** @param export what choosing a format does */
    public void offer(Consumer<Format> export) {
        getItems().setAll(items(getId(), export));
    }

    /** The same for another menu, whose id is before those of the items. */
    public static List<MenuItem> items(String id, Consumer<Format> export) {
        return FORMATS.stream()
                .<MenuItem>map(format ->
                        new ActionItem(id + "-" + format.word(), format.label() + "…", () -> export.accept(format)))
                .toList();
    }
}
