package org.kanworkbench.files.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import org.kanworkbench.files.ModelFileException;

/** Records of other packages as versioned JSON, with the same strict rules as the workbench's own files. */
public final class JsonText {

    private JsonText() {}

    /** @param format version of the record's form, from 1 */
    public static String write(Object value, int format) throws JsonProcessingException {
        return new String(VersionedJson.write(value, format), StandardCharsets.UTF_8);
    }

    /**
     * @param where name of the text in messages
     * @param format the newest supported version
     */
    public static <T> T read(String text, String where, int format, Class<T> type) throws ModelFileException {
        return VersionedJson.read(text.getBytes(StandardCharsets.UTF_8), where, format, type);
    }

    /**
     * Rejects text that is not a JSON object with a version.
     *
     * @param where name of the text in messages
     */
    public static void check(String text, String where) throws ModelFileException {
        VersionedJson.read(text.getBytes(StandardCharsets.UTF_8), where, Integer.MAX_VALUE, JsonNode.class);
    }
}
