package org.kanworkbench.files.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.filter.FilteringParserDelegate;
import com.fasterxml.jackson.core.filter.JsonPointerBasedFilter;
import com.fasterxml.jackson.core.filter.TokenFilter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.kanworkbench.data.FileErrors;
import org.kanworkbench.data.WholeFile;
import org.kanworkbench.files.LineFile;
import org.kanworkbench.files.ModelFileException;

/**
 * Records as JSON objects whose first field, {@code format}, is a version: newer versions are rejected, not misread.
 */
public final class VersionedJson {

    private static final String FORMAT = "format";
    private static final int MAX_BYTES = 1 << 22;

    private VersionedJson() {}

    public static byte[] write(Object value, int format) {
        ObjectNode root = JsonFormat.STRICT.createObjectNode().put(FORMAT, format);
        root.setAll(JsonFormat.STRICT.<ObjectNode>valueToTree(value));
        try {
            return JsonFormat.STRICT.writeValueAsBytes(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same as text. */
    public static String text(Object value, int format) {
        return new String(write(value, format), StandardCharsets.UTF_8);
    }

    /** A record in one line, with a line break, for a file of many; without a version. */
    public static byte[] line(Object value) {
        try {
            String text = JsonFormat.STRICT
                    .writer()
                    .without(SerializationFeature.INDENT_OUTPUT)
                    .writeValueAsString(value);
            return (text + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The records of a file that has a {@link #line} for each; none where there is no file. */
    public static <T> List<T> lines(Path file, Class<T> type) throws IOException {
        List<T> records = new ArrayList<>();
        for (String line : LineFile.lines(file)) {
            records.add(read(line.getBytes(StandardCharsets.UTF_8), file.toString(), type));
        }
        return List.copyOf(records);
    }

    /** Reads a record from a file that users may have edited, of at most a few megabytes. */
    public static <T> T read(Path file, int format, Class<T> type) throws ModelFileException {
        return read(file, JsonPointer.empty(), format, type);
    }

    /** @param part of a larger object that is read instead, where there is one */
    public static <T> T read(Path file, JsonPointer part, int format, Class<T> type) throws ModelFileException {
        try {
            return read(small(file, part), file.toString(), part, format, type, JsonSize.MOST_TOKENS);
        } catch (ModelFileException e) {
            throw e;
        } catch (IOException e) {
            throw new ModelFileException(
                    file + " cannot be read (" + FileErrors.reason(e) + "): check it, or choose another file", e);
        }
    }

    /** The file, or the part alone where the file is too large because of the rest. */
    private static byte[] small(Path file, JsonPointer part) throws IOException {
        if (!part.matches() && Files.exists(file) && Files.size(file) <= WholeFile.MOST_OWN) {
            try (InputStream in = WholeFile.open(file);
                    JsonParser parser = new FilteringParserDelegate(
                            // Names that are only skipped would be kept in memory; the reader detects those of the
                            // part.
                            JsonFormat.STRICT.createParser(in).disable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION),
                            new JsonPointerBasedFilter(part),
                            TokenFilter.Inclusion.ONLY_INCLUDE_ALL,
                            false)) {
                ByteArrayOutputStream picked = new ByteArrayOutputStream();
                if (parser.nextToken() == JsonToken.START_OBJECT) {
                    try (JsonGenerator copy = JsonFormat.STRICT.createGenerator(picked)) {
                        copy.copyCurrentStructure(parser);
                    }
                    // What follows must be JSON as well.
                    if (parser.nextToken() == null && picked.size() <= MAX_BYTES) {
                        return picked.toByteArray();
                    }
                }
            } catch (JsonProcessingException _) {
                // The reader says where.
            }
        }
        return WholeFile.read(file, MAX_BYTES);
    }

    /**
     * @param file name of the content in messages
     * @param format the newest supported version
     */
    public static <T> T read(byte[] json, String file, int format, Class<T> type) throws ModelFileException {
        return read(json, file, JsonPointer.empty(), format, type, JsonSize.MOST_TOKENS);
    }

    private static <T> T read(byte[] json, String file, JsonPointer part, int format, Class<T> type, int most)
            throws ModelFileException {
        try {
            JsonNode whole = JsonFormat.STRICT.readTree(JsonSize.checked(file, json, 0, json.length, most));
            JsonNode root = whole.at(part).isMissingNode() ? whole : whole.at(part);
            if (!root.isObject()) {
                throw new ModelFileException(file + ": there is no JSON object: choose another file");
            }
            JsonNode version = ((ObjectNode) root).remove(FORMAT);
            if (version == null || !version.isIntegralNumber() || !version.canConvertToInt() || version.asInt() < 1) {
                throw new ModelFileException(file + ": format: there is no version number: add \"format\": " + format);
            }
            if (version.asInt() > format) {
                throw new ModelFileException(file + " comes from a newer workbench (format " + version.asText()
                        + ", this one reads up to " + format + "): update the workbench");
            }
            return JsonFormat.STRICT.treeToValue(root, type);
        } catch (IOException e) {
            throw JsonErrors.translate(file, e);
        }
    }

    /**
     * @param where name of the text in messages
     * @param format the newest supported version
     */
    public static <T> T read(String text, String where, int format, Class<T> type) throws ModelFileException {
        return read(text, where, format, type, JsonSize.MOST_TOKENS);
    }

    /** @param most names and values */
    public static <T> T read(String text, String where, int format, Class<T> type, int most) throws ModelFileException {
        return read(text.getBytes(StandardCharsets.UTF_8), where, JsonPointer.empty(), format, type, most);
    }

    /** As {@link #read(byte[], String, int, Class)}, for content whose version is elsewhere. */
    public static <T> T read(byte[] json, String file, Class<T> type) throws ModelFileException {
        return read(json, file, type, JsonSize.MOST_TOKENS);
    }

    /** @param most names and values */
    public static <T> T read(byte[] json, String file, Class<T> type, int most) throws ModelFileException {
        try {
            T read = JsonFormat.STRICT.readValue(JsonSize.checked(file, json, 0, json.length, most), type);
            if (read == null) {
                throw new ModelFileException(file + ": there is nothing but null: choose another file");
            }
            return read;
        } catch (IOException e) {
            throw JsonErrors.translate(file, e);
        }
    }
}
