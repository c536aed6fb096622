package org.kanworkbench.app.shell;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.kanworkbench.runs.DataFolder;

/** What the window remembers from one start to the next, in {@code settings.json}. Losing it is harmless, so failures are silent. */
public final class Settings {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private Theme theme = Theme.LIGHT;

    private Settings(Path file) {
        this.file = file;
    }

    /** The person's settings. */
    public static Settings load() {
        Settings settings = new Settings(DataFolder.usual().resolve("settings.json"));
        settings.read();
        return settings;
    }

    /** Settings that are never written. */
    public static Settings temporary(Theme theme) {
        Settings settings = new Settings(null);
        settings.theme = theme;
        return settings;
    }

    public Theme theme() {
        return theme;
    }

    void setTheme(Theme newTheme) {
        theme = newTheme;
        if (file != null) {
            write();
        }
    }

    private void read() {
        try {
            JsonNode json = JSON.readTree(file.toFile());
            theme = "dark".equals(json.path("theme").asText()) ? Theme.DARK : Theme.LIGHT;
        } catch (IOException e) {
            theme = Theme.LIGHT;
        }
    }

    private void write() {
        try {
            Files.createDirectories(file.getParent());
            Path fresh = file.resolveSibling("settings.json.new");
            Files.writeString(fresh, content());
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            // The window works as well without its memory.
        }
    }

    private String content() throws JsonProcessingException {
        return JSON.writerWithDefaultPrettyPrinter()
                .writeValueAsString(
                        JSON.createObjectNode().put("theme", theme.name().toLowerCase()));
    }
}
