package io.roundabout.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** What docker/compose.yaml says is what the hub reads. Needs no Docker; docker/test has one. */
class ComposeTest {
    private static final Path FILE = Path.of("../docker/compose.yaml");
    /** Of bin/roundabout and docker/entrypoint. */
    private static final Set<String> SCRIPTS = Set.of("ROUNDABOUT_JAVA_OPTS");

    private final JsonNode services = read().path("services");

    @Test
    void startsAHubThatOthersReach() {
        HubSettings hub = SettingsTable.apply(Settings.read(Map.of(), environment(services.path("hub"))));

        assertThat(hub.openDoors()).isTrue();
        assertThat(hub.http().host())
                .isEqualTo(services.path("hub").path("hostname").asText());
        assertThat(hub.entrance().host()).isEqualTo(hub.http().host());
        assertThat(hub.gate().host()).isEqualTo(hub.http().host());
    }

    @Test
    void tellsVehiclesWhereTheHubIs() {
        Map<String, String> hub = environment(services.path("hub"));
        assertThat(Stream.of("orders", "customers", "collector"))
                .allSatisfy(vehicle -> assertThat(environment(services.path(vehicle)))
                        .isNotEmpty()
                        .allSatisfy((name, value) -> assertThat(hub).containsEntry(name, value)));
    }

    @Test
    void setsNothingThatIsNoSetting() {
        assertThat(services)
                .isNotEmpty()
                .allSatisfy(service -> assertThat(environment(service).keySet())
                        .filteredOn(name -> name.startsWith("ROUNDABOUT_") && !SCRIPTS.contains(name))
                        .isSubsetOf(SettingsTable.ALL.stream()
                                .map(Setting::variable)
                                .toList()));
    }

    @Test
    void publishesPortsOnLoopbackAlone() {
        assertThat(services.findValues("ports"))
                .isNotEmpty()
                .allSatisfy(ports -> assertThat(ports)
                        .allSatisfy(port -> assertThat(port.asText()).startsWith("127.0.0.1:")));
    }

    @Test
    void pinsTheImagesFromElsewhere() {
        assertThat(services.findValuesAsText("image"))
                .filteredOn(image -> !image.contains(":-roundabout"))
                .isNotEmpty()
                .allSatisfy(
                        image -> assertThat(image).matches("\\$\\{[A-Z]+_IMAGE:-[a-z/-]+:v?[0-9]+\\.[0-9.]+[0-9-]*}"));
    }

    private static JsonNode read() {
        try (Reader text = Files.newBufferedReader(FILE)) {
            // Jackson's own reader of YAML knows neither anchors within maps nor "<<".
            return new YAMLMapper().valueToTree(new Yaml().load(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What Compose would set, with none of its own variables set. */
    private static Map<String, String> environment(JsonNode service) {
        Map<String, String> environment = new TreeMap<>();
        service.path("environment")
                .properties()
                .forEach(entry -> environment.put(
                        entry.getKey(), entry.getValue().asText().replaceAll("^\\$\\{[A-Z_]+:-(.*)}$", "$1")));
        return environment;
    }
}
