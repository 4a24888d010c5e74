package io.roundabout.trial;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.roundabout.history.History;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Routes and the airlines that fly them, from files that lie beside the checkout, and what must come of them, worked out
 * from the files alone.
 *
 * @param routes lines of {@code routes.jsonl}
 * @param airlines lines of {@code airlines.jsonl}
 * @param results each result that must come, and the two lines it comes from
 * @param keyless lines without a key, which must be refused
 */
record OpenFlights(List<String> routes, List<String> airlines, Map<String, List<String>> results, int keyless) {
    static final String PIPELINE = """
            version: 1
            streams:
              routes: {key: airline_id}
              airlines: {key: airline_id}
            joins:
              flights: {inputs: {routes: one, airlines: latest}, complete: all}
            """;

    private static final String FOLDER = "shared/data/openflights";

    /** Returns the folder of the files, beside the checkout or further up, if they are there. */
    static Optional<Path> folder() {
        return Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
                .map(ancestor -> ancestor.resolve(FOLDER))
                .filter(Files::isDirectory)
                .findFirst();
    }

    static OpenFlights read(Path folder) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<String> routes = Files.readAllLines(folder.resolve("routes.jsonl"));
        List<String> airlines = Files.readAllLines(folder.resolve("airlines.jsonl"));
        Map<String, String> byKey = new HashMap<>();
        for (String airline : airlines) {
            byKey.put(json.readTree(airline).get("airline_id").asText(), airline);
        }
        Map<String, List<String>> results = new HashMap<>();
        int keyless = 0;
        for (String route : routes) {
            JsonNode key = json.readTree(route).get("airline_id");
            String airline = key == null ? null : byKey.get(key.asText());
            if (airline != null) {
                String body =
                        "{\"key\":\"" + key.asText() + "\",\"routes\":" + route + ",\"airlines\":" + airline + "}";
                results.put(body, List.of(route, airline));
            }
            keyless += key == null ? 1 : 0;
        }
        return new OpenFlights(routes, airlines, results, keyless);
    }

    void expectAll(History history) {
        results.forEach(history::expect);
    }
}
