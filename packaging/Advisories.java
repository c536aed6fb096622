import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Compares the versions of a bill of materials with known advisories: those of osv.dev, or without a network those of
 * advisories.csv. Ends with 1 where one applies that nothing keeps away.
 */
final class Advisories {

    private static final URI SERVICE = URI.create("https://api.osv.dev/v1/querybatch");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();

    private record Part(String name, String version) {}

    /** @param below every version that is older; @param kept what keeps it away, empty for nothing */
    private record Known(String name, String below, String advisory, String kept) {

        boolean concerns(Part part) {
            return part.name().equals(name) && isOlder(part.version(), below);
        }
    }

    private Advisories() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        List<Part> parts = new ArrayList<>();
        for (JsonNode part : JSON.readTree(Path.of(args[0]).toFile()).path("components")) {
            parts.add(new Part(
                    part.path("group").asText() + ":" + part.path("name").asText(),
                    part.path("version").asText()));
        }
        List<Known> known = Files.readAllLines(Path.of(args[1])).stream()
                .skip(1)
                .map(line -> line.split(",", 4))
                .map(fields -> new Known(fields[0], fields[1], fields[2], fields[3]))
                .toList();
        int open = 0;
        for (Part part : parts) {
            for (Known each : known) {
                if (each.concerns(part)) {
                    System.out.println(part.name() + " " + part.version() + ": " + each.advisory()
                            + (each.kept().isEmpty() ? "" : ", kept away: " + each.kept()));
                    open += each.kept().isEmpty() ? 1 : 0;
                }
            }
        }
        try {
            open += asked(parts, known);
            System.out.println(parts.size() + " parts compared with osv.dev and advisories.csv");
        } catch (IOException e) {
            System.out.println(parts.size() + " parts compared with advisories.csv alone: osv.dev cannot be reached");
        }
        System.exit(open == 0 ? 0 : 1);
    }

    /** How many advisories of the service apply that the list does not have. */
    private static int asked(List<Part> parts, List<Known> known) throws IOException, InterruptedException {
        List<Map<String, Object>> queries = parts.stream()
                .map(part -> Map.<String, Object>of(
                        "version", part.version(), "package", Map.of("ecosystem", "Maven", "name", part.name())))
                .toList();
        HttpRequest request = HttpRequest.newBuilder(SERVICE)
                .timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(Map.of("queries", queries))))
                .build();
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException("osv.dev answers " + answer.statusCode());
            }
            JsonNode results = JSON.readTree(answer.body()).path("results");
            int open = 0;
            for (int i = 0; i < results.size(); i++) {
                Part part = parts.get(i);
                for (JsonNode found : results.get(i).path("vulns")) {
                    String id = found.path("id").asText();
                    if (known.stream().noneMatch(each -> each.advisory().equals(id) && each.concerns(part))) {
                        System.out.println(part.name() + " " + part.version() + ": " + id);
                        open++;
                    }
                }
            }
            return open;
        }
    }

    private static boolean isOlder(String version, String other) {
        String[] a = version.split("[.-]");
        String[] b = other.split("[.-]");
        for (int i = 0; i < Math.max(a.length, b.length); i++) {
            int difference = Integer.compare(number(a, i), number(b, i));
            if (difference != 0) {
                return difference < 0;
            }
        }
        return false;
    }

    private static int number(String[] parts, int index) {
        return index < parts.length && parts[index].matches("\\d{1,9}") ? Integer.parseInt(parts[index]) : 0;
    }
}
