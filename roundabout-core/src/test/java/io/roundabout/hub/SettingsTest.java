package io.roundabout.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.roundabout.RoundaboutException;
import io.roundabout.api.HttpDoor;
import io.roundabout.circulation.CirculationSettings;
import io.roundabout.circulation.ClusterSettings;
import io.roundabout.circulation.StateAddress;
import io.roundabout.circulation.SubscriptionLimits;
import io.roundabout.cli.HostPort;
import io.roundabout.entrance.EntranceSettings;
import io.roundabout.gate.GateSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    @TempDir
    Path folder;

    @Test
    void startsWithTheDefaultsOfEveryPart() {
        HubSettings hub = SettingsTable.apply(Settings.read(Map.of(), Map.of()));
        EntranceSettings entrance = EntranceSettings.defaults("127.0.0.1", 7070);
        assertThat(hub)
                .isEqualTo(new HubSettings(
                        Optional.empty(),
                        List.of(),
                        false,
                        Optional.empty(),
                        10_000,
                        Optional.empty(),
                        CirculationSettings.defaults(new StateAddress("roundabout-state")),
                        entrance.withMemory(hub.entrance().memoryBytes()),
                        GateSettings.defaults("127.0.0.1", 5672),
                        new MetricsSettings(1_000, Optional.empty(), "", Duration.ofSeconds(10)),
                        new HttpDoor("127.0.0.1", 8080, List.of()),
                        false));
    }

    @Test
    void keepsTheDefaultMemoryAboveTheLongestBody() {
        HubSettings hub = SettingsTable.apply(Settings.read(Map.of(), Map.of("ROUNDABOUT_ENTRANCE_MAX_PUT", "64MiB")));
        assertThat(hub.entrance().memoryBytes()).isGreaterThanOrEqualTo(64L << 20);
    }

    @ParameterizedTest
    @CsvSource({
        "file, p.yaml",
        "state, elsewhere",
        "jars, 'a.jar,b.jar'",
        "entrance, :7171",
        "amqp, '[::1]:5673'",
        "http, localhost:8081",
        "master, 'local[3]'",
        "durability, process",
        "partitions, 5",
        "log-format, json",
        "doors.open, true",
        "http.names, 'hub,hub.example'",
        "undeclared.most, 7",
        "state.min-free, 1GiB",
        "entrance.max-line, 1KiB",
        "entrance.max-put, 1MiB",
        "entrance.max-batch, 1MiB",
        "entrance.max-batch-messages, 7",
        "entrance.window, 1MiB",
        "entrance.memory, 17MiB",
        "entrance.max-connections, 7",
        "entrance.line-deadline, 7s",
        "entrance.idle-timeout, 7m",
        "gate.max-frame, 1KiB",
        "gate.read-ahead, 1MiB",
        "gate.max-unsettled, 7",
        "gate.max-unsettled-bytes, 1MiB",
        "gate.unsettled-memory, 7MiB",
        "gate.max-connections, 7",
        "gate.max-unopened, 7",
        "gate.max-sessions, 7",
        "gate.max-links, 7",
        "gate.header-deadline, 7s",
        "gate.open-deadline, 7s",
        "gate.idle-timeout, 7s",
        "gate.shortest-idle-timeout, 7s",
        "gate.max-empty-addresses, 7",
        "circulation.turn-gap, 7ms",
        "circulation.work, elsewhere",
        "expiry.grace, 7s",
        "circulation.owner-wait, 7s",
        "cluster.secret-file, secret",
        "cluster.wait, 3m",
        "subscription.most, 7",
        "subscription.idle, 7d",
        "relay.credentials, brokers.txt",
        "relay.trust, brokers.pem",
        "metrics.names, 10",
        "graphite.address, 'graphite.example:2003'",
        "graphite.prefix, 'hubs.north'",
        "graphite.period, 30s"
    })
    void changesTheHubByEachSetting(String name, String text) throws IOException {
        String file = file("s.yaml", name + ": '" + text + "'");
        assertThat(started(Map.of("config", file))).isNotEqualTo(started(Map.of()));
    }

    /** What all settings together come to: a hub, and how its process logs. */
    private static List<Object> started(Map<String, String> options) {
        Settings settings = Settings.read(options, Map.of());
        return List.of(SettingsTable.apply(settings), settings.get(SettingsTable.LOG_FORMAT));
    }

    @Test
    void triesEverySettingThere() throws NoSuchMethodException {
        CsvSource tried = SettingsTest.class
                .getDeclaredMethod("changesTheHubByEachSetting", String.class, String.class)
                .getAnnotation(CsvSource.class);
        assertThat(tried.value())
                .extracting(line -> line.substring(0, line.indexOf(',')))
                .containsExactlyElementsOf(
                        SettingsTable.ALL.stream().map(Setting::name).toList());
    }

    @Test
    void letsTheOptionWinOverTheEnvironmentAndThatOverTheFile() throws IOException {
        String file = file("s.yaml", "{partitions: 2, durability: process, circulation.turn-gap: 9ms}");
        Map<String, String> environment = Map.of(
                "ROUNDABOUT_CONFIG", file, "ROUNDABOUT_PARTITIONS", "3", "ROUNDABOUT_CIRCULATION_TURN_GAP", "8ms");
        HubSettings hub = SettingsTable.apply(Settings.read(Map.of("partitions", "4"), environment));
        assertThat(hub.circulation())
                .isEqualTo(new CirculationSettings(
                        new StateAddress("roundabout-state"),
                        4,
                        false,
                        "local[*]",
                        Duration.ofMillis(8),
                        Optional.empty(),
                        Duration.ofMinutes(1),
                        SubscriptionLimits.DEFAULT,
                        Duration.ofSeconds(90),
                        ClusterSettings.DEFAULT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gate.max-frame: 128KiB", "gate:\n  max-frame: 131072", "gate: {max-frame: 128KiB}"})
    void takesDottedAndNestedNames(String text) throws IOException {
        Settings settings = Settings.read(Map.of("config", file("s.yaml", text)), Map.of());
        assertThat(settings.get(SettingsTable.GATE_MAX_FRAME)).isEqualTo(128 << 10);
    }

    @Test
    void readsProperties() throws IOException {
        String file = file("s.properties", "# a comment\ngate.max-frame = 128KiB \nentrance=:7171\n");
        Settings settings = Settings.read(Map.of("config", file), Map.of());
        assertThat(settings.get(SettingsTable.GATE_MAX_FRAME)).isEqualTo(128 << 10);
        assertThat(settings.get(SettingsTable.ENTRANCE).port()).isEqualTo(7171);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing yet\n"})
    void takesAnEmptyFile(String text) throws IOException {
        Settings settings = Settings.read(Map.of("config", file("s.yaml", text)), Map.of());
        assertThat(settings.given(SettingsTable.GATE_MAX_FRAME)).isEmpty();
    }

    @Test
    void listsAllProblemsTogether() throws IOException {
        String file = file("s.yaml", """
                entrance: {max-lines: 64KiB, max-put: 65MiB, window: 16MB, line-deadline: 30}
                gate: {max-sessions: 65536, max-links: [1], max-frame: 100, open-deadline: }
                gate.max-frame: 1KiB
                colour: blue
                """);
        assertThatThrownBy(() -> Settings.read(
                        Map.of("config", file, "partitions", "0"),
                        Map.of("ROUNDABOUT_CIRCULATION_TURN_GAP", "1m", "ROUNDABOUT_STATE", "hdfs://there")))
                .asInstanceOf(type(InvalidSettingsException.class))
                .extracting(InvalidSettingsException::problems)
                .isEqualTo(List.of(
                        file + ": gate.max-links: it is a list; write one value",
                        file + ": gate.open-deadline: it has no value; write one, or leave it out",
                        file + ": gate.max-frame: it is set twice; leave one",
                        file + ": colour: no setting has this name; docs/settings.md lists all",
                        file + ": entrance.max-lines: no setting has this name; did you mean 'entrance.max-line'?",
                        "ROUNDABOUT_STATE: 'hdfs://there' names no folder; write hdfs://HOST:PORT/PATH",
                        "--partitions: it is 0; it must be 1 to 1024",
                        file + ": entrance.max-put: it is 65MiB; it must be 1B to 64MiB",
                        file + ": entrance.window: '16MB' is no size; write bytes, or KiB, MiB or GiB such as 64KiB",
                        file + ": entrance.line-deadline: '30' is not a duration such as 500ms, 30s, 30m, 2h or 7d",
                        file + ": gate.max-frame: it is 100B; it must be 512B to 16MiB",
                        file + ": gate.max-sessions: it is 65536; it must be 1 to 65535",
                        "ROUNDABOUT_CIRCULATION_TURN_GAP: it is 1m; it must be 1ms to 10s"));
    }

    @Test
    void saysASingleProblemInOneLine() {
        assertThatThrownBy(() -> Settings.read(Map.of("partitions", "many"), Map.of()))
                .hasMessage("INVALID_SETTINGS: --partitions: 'many' is no number; write one, 1 to 1024");
        assertThatThrownBy(() -> Settings.read(Map.of("partitions", "-3"), Map.of()))
                .hasMessage("INVALID_SETTINGS: --partitions: it is -3; it must be 1 to 1024");
    }

    @ParameterizedTest
    @ValueSource(strings = {"loca[2", "local[2", "local[0]", "local[x]", "spark:/host", "spark://", "", "Yarn"})
    void refusesWhatIsNoMaster(String text) {
        assertThatThrownBy(() -> Settings.read(Map.of("master", text), Map.of()))
                .hasMessage(
                        "INVALID_SETTINGS: --master: '" + text
                                + "' is no Spark master; it can be local, local[N], local[*], spark://HOST:PORT, yarn or k8s://URL");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "local",
                "local[2]",
                "local[*]",
                "local[*,3]",
                "local[2, 3]",
                "spark://a:7077,b:7077",
                "yarn",
                "k8s://https://a"
            })
    void takesTheMastersOfSpark(String text) {
        assertThat(Settings.read(Map.of("master", text), Map.of()).get(SettingsTable.MASTER))
                .isEqualTo(text);
    }

    @Test
    void refusesMemoryThatHoldsNoWholeBody() {
        assertThatThrownBy(() -> Settings.read(Map.of(), Map.of("ROUNDABOUT_ENTRANCE_MEMORY", "1MiB")))
                .hasMessage("INVALID_SETTINGS: ROUNDABOUT_ENTRANCE_MEMORY: it is 1MiB; it must be at least"
                        + " entrance.max-put, 16MiB");
    }

    @Test
    void saysInOneLineThatTheFileIsNotThere() {
        assertThatThrownBy(() -> Settings.read(Map.of("config", "nowhere.yaml"), Map.of()))
                .isInstanceOf(RoundaboutException.class)
                .hasMessage("UNREADABLE_FILE: file of settings 'nowhere.yaml' does not exist."
                        + " Correct --config, or leave it out.");
    }

    @ParameterizedTest
    @CsvSource({
        "'entrance: {', ':1: not YAML: '",
        "'- entrance', ': it is not a mapping; write ''name: value'' on each line'"
    })
    void saysWhatIsWrongWithTheFile(String text, String problem) throws IOException {
        String file = file("s.yaml", text);
        assertThatThrownBy(() -> Settings.read(Map.of("config", file), Map.of()))
                .hasMessageStartingWith("INVALID_SETTINGS: " + file + problem)
                .hasMessageNotContaining("\n");
    }

    @Test
    void ignoresVariablesThatAreNoSettings() {
        Settings settings = Settings.read(
                Map.of(), Map.of("ROUNDABOUT_GATE_SERVICE_PORT", "5672", "ROUNDABOUT_NAME", "ada", "PATH", "/bin"));
        assertThat(SettingsTable.apply(settings)).isEqualTo(SettingsTable.apply(Settings.read(Map.of(), Map.of())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"entrance", "amqp", "http"})
    void keepsEachDoorOnLoopback(String door) {
        assertThatThrownBy(() -> Settings.read(Map.of(door, "0.0.0.0:7171"), Map.of()))
                .hasMessage(
                        "INVALID_SETTINGS: --" + door + ": '0.0.0.0:7171' is open to other machines, and this version"
                                + " has no accounts to tell who may come in; listen on 127.0.0.1:7171 and let others in by a"
                                + " tunnel such as ssh -L, or set doors.open to true where the network itself keeps"
                                + " strangers out");
    }

    @ParameterizedTest
    @ValueSource(strings = {"entrance", "amqp", "http"})
    void opensDoorsWhereSomebodyConsents(String door) {
        Settings settings = Settings.read(Map.of(door, "0.0.0.0:7171"), Map.of("ROUNDABOUT_DOORS_OPEN", "true"));
        assertThat(settings.<HostPort>get(setting(door))).hasToString("0.0.0.0:7171");
    }

    @Test
    void takesNothingButTrueForConsent() {
        assertThatThrownBy(() -> Settings.read(Map.of(), Map.of("ROUNDABOUT_DOORS_OPEN", "yes")))
                .hasMessage("INVALID_SETTINGS: ROUNDABOUT_DOORS_OPEN: 'yes' is neither; write true or false");
        assertThatThrownBy(() ->
                        Settings.read(Map.of("entrance", "0.0.0.0:7171"), Map.of("ROUNDABOUT_DOORS_OPEN", "false")))
                .hasMessageContaining("is open to other machines");
    }

    @Test
    void saysThatAHostIsNotKnown() {
        assertThatThrownBy(() -> Settings.read(Map.of("http", "no such host:7171"), Map.of()))
                .hasMessage("INVALID_SETTINGS: --http: host 'no such host' is not known; listen on 127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a,", "hub:8080", "http://hub", "*", "a b", "[::1]:80"})
    void refusesWhatIsNoName(String text) {
        assertThatThrownBy(() -> Settings.read(Map.of(), Map.of("ROUNDABOUT_HTTP_NAMES", text)))
                .hasMessageContaining("is no name of a machine; write names as http://NAME has them");
    }

    @Test
    void takesNamesAndAddresses() {
        Settings settings =
                Settings.read(Map.of(), Map.of("ROUNDABOUT_HTTP_NAMES", "hub,hub-0.hub.svc,10.0.0.7,[fd00::7]"));
        assertThat(SettingsTable.apply(settings).http().names())
                .containsExactly("hub", "hub-0.hub.svc", "10.0.0.7", "[fd00::7]");
    }

    @Test
    void refusesPartitionsTheStateFolderDoesNotHave() {
        HubSettings hub = SettingsTable.apply(Settings.read(Map.of("partitions", "4"), Map.of()));
        hub.checkPartitions(4);
        assertThatThrownBy(() -> hub.checkPartitions(8))
                .hasMessage("OTHER_PARTITIONS: state folder 'roundabout-state' has 8 partitions, not 4 (--partitions)."
                        + " Leave the option out, or say 8.");
    }

    @Test
    void takesThePartitionsOfTheStateFolderWhereNoneAreAskedFor() {
        SettingsTable.apply(Settings.read(Map.of(), Map.of())).checkPartitions(1_000);
    }

    @SuppressWarnings("unchecked") // the table has these by their names
    private static Setting<HostPort> setting(String door) {
        return (Setting<HostPort>) SettingsTable.ALL.stream()
                .filter(setting -> setting.name().equals(door))
                .findFirst()
                .orElseThrow();
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }
}
