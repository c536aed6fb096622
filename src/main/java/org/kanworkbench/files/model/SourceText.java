package org.kanworkbench.files.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.file.Path;
import java.util.List;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.json.JsonFormat;

/** Data sources as text. */
public final class SourceText {

    private SourceText() {}

    /** With absolute paths. */
    public static String of(List<? extends DataSource> sources) {
        try {
            return JsonFormat.STRICT
                    .writerFor(DataSource[].class)
                    .writeValueAsString(sources.stream()
                            .map(source -> source.located(Path::toAbsolutePath))
                            .toArray(DataSource[]::new));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    public static List<DataSource> parse(String text) throws ModelFileException {
        try {
            return List.of(JsonFormat.STRICT.readValue(text, DataSource[].class));
        } catch (JsonProcessingException | NullPointerException | IllegalArgumentException e) {
            throw new ModelFileException("these are not data sources: " + e.getMessage(), e);
        }
    }
}
