package org.kanworkbench.files.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import org.kanworkbench.files.ModelFileException;

/** Records of other packages as versioned JSON, as strict as the workbench's own files. */
public final class JsonText {

    private JsonText() {}

    /** @param format version of the record's form, from 1 */
    public static String write(Object value, int format) throws JsonProcessingException {
        return new String(VersionedJson.write(value, format), StandardCharsets.UTF_8);
    }

    /**
     * @param where what messages call the text
     * @param format the newest version that is understood
     */
    public static <T> T read(String text, String where, int format, Class<T> type) throws ModelFileException {
        return VersionedJson.read(text.getBytes(StandardCharsets.UTF_8), where, format, type);
    }

    /**
     * Refuses what is no JSON object of a version.
     *
     * @param where what messages call the text
     */
    public static void check(String text, String where) throws ModelFileException {
        VersionedJson.read(text.getBytes(StandardCharsets.UTF_8), where, Integer.MAX_VALUE, JsonNode.class);
    }
}
