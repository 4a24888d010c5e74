package io.roundabout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.Fault;
import io.roundabout.RoundaboutException;
import io.roundabout.api.ApiServer;
import io.roundabout.api.StatusView;
import io.roundabout.vehicle.testing.FakeHub;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    private final TestingTerminal terminal = new TestingTerminal();

    @TempDir
    Path folder;

    @Test
    void teachesTheFirstStepsWithoutACommand() {
        assertThat(terminal.run()).isZero();
        assertThat(terminal.out())
                .contains("Usage: roundabout")
                .contains("roundabout collect greetings")
                .contains("3 the hub cannot be reached");
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve", "push", "collect", "status", "clock", "check", "test"})
    void showsExamplesInTheHelpOfEachCommand(String command) {
        assertThat(terminal.run(command, "--help")).isZero();
        assertThat(terminal.out()).contains("Usage: roundabout " + command).contains("Examples:");
    }

    @Test
    void describesEachCommandInOneSentence() {
        terminal.run();
        assertThat(terminal.out().replaceAll("\\s+", " "))
                .contains("Run the hub until it is told to stop.")
                .contains("Push the records of files and tables, one message each, to a stream.")
                .contains("Take what is ready at an address, and leave.")
                .contains("Show what the hub took, holds and handed out.")
                .contains("Check a pipeline file without a hub.");
    }

    @Test
    void saysWhatItMeansWhenServeEnds() {
        assertThat(terminal.run("serve", "--help")).isZero();
        assertThat(terminal.out())
                .contains("Exit codes:")
                .contains("70       it failed and stopped at once; start it again\n");
    }

    @Test
    void saysAsJsonThatAPipelineFileIsGood() throws IOException {
        Path file = Files.writeString(folder.resolve("p.yaml"), "version: 1\n");
        assertThat(terminal.run("check", "-f", file.toString(), "--json")).isZero();
        assertThat(terminal.out()).isEqualTo("{\"problems\":[],\"guesses\":[]}\n");
    }

    @Test
    void saysWhichVersionItIs() {
        assertThat(terminal.run("--version")).isZero();
        assertThat(terminal.out()).startsWith("roundabout ").contains("Java " + Runtime.version());
    }

    @Test
    void answersWrongUsageWithTwoLinesAndTheirExitCode() {
        assertThat(terminal.run("collect")).isEqualTo(2);
        assertThat(terminal.err())
                .isEqualTo("Missing required parameter: 'ADDRESS'\nSee 'roundabout collect --help'.\n");
    }

    @Test
    void suggestsTheCommandThatWasMeant() {
        assertThat(terminal.run("pussh", "orders")).isEqualTo(2);
        assertThat(terminal.err()).isEqualTo("""
                        There is no command 'pussh'; did you mean 'push'?
                        See 'roundabout --help'.
                        """);
    }

    @Test
    void suggestsTheOptionThatWasMeant() {
        assertThat(terminal.run("collect", "enriched", "--folow")).isEqualTo(2);
        assertThat(terminal.err()).isEqualTo("""
                        Unknown option: '--folow'; did you mean '--follow'?
                        See 'roundabout collect --help'.
                        """);
    }

    @Test
    void refusesWhatIsNoAddressOfADoor() {
        assertThat(terminal.run("status", "--http", "localhost")).isEqualTo(2);
        assertThat(terminal.err()).isEqualTo("""
                        Invalid value for option '--http': 'localhost' is not HOST:PORT
                        See 'roundabout status --help'.
                        """);
    }

    @Test
    void refusesWhatIsNoDuration() {
        assertThat(terminal.run("collect", "x", "--wait", "soon")).isEqualTo(2);
        assertThat(terminal.err())
                .startsWith(
                        "Invalid value for option '--wait': 'soon' is not a duration such as 500ms, 30s, 30m, 2h or 7d\n");
    }

    @Test
    void refusesToPeekAndFollowAtOnce() {
        assertThat(terminal.run("collect", "x", "--peek", "--follow")).isEqualTo(2);
        assertThat(terminal.err()).startsWith("--peek looks at what is held now; leave --follow and --wait out\n");
    }

    @Test
    void saysThatNoHostHasTheName() {
        // RFC 2606 keeps .invalid for names that nobody has.
        assertThat(terminal.run("status", "--http", "hub.invalid:8080")).isEqualTo(3);
        assertThat(terminal.err()).contains("/api/v1/status: no host is known as 'hub.invalid'. Start a hub");
    }

    @ParameterizedTest
    @ValueSource(strings = {"push x", "collect x", "status"})
    void saysInOneLineThatTheHubCannotBeReached(String command) throws IOException {
        String nobody = "127.0.0.1:" + freePort();
        terminal.with("ROUNDABOUT_ENTRANCE", nobody)
                .with("ROUNDABOUT_AMQP", nobody)
                .with("ROUNDABOUT_HTTP", nobody)
                .typing("{}\n");
        assertThat(terminal.run(command.split(" "))).isEqualTo(3);
        assertThat(terminal.err())
                .startsWith("roundabout: cannot reach the hub")
                .contains(nobody);
        assertThat(terminal.err().lines()).hasSize(1);
        assertThat(terminal.out()).isEmpty();
    }

    @Test
    void saysWhatListensWhereNoAmqpIsSpoken() {
        try (ApiServer http = new ApiServer(
                "127.0.0.1", 0, () -> new StatusView("ready", 1, List.of(), List.of(), List.of(), List.of()))) {
            String place = "127.0.0.1:" + http.port();
            assertThat(terminal.run("collect", "x", "--amqp", place)).isEqualTo(3);
            assertThat(terminal.err())
                    .isEqualTo("roundabout: " + place + " does not speak AMQP but HTTP; is it the hub's --http port?"
                            + " Say where to go with --amqp HOST:PORT.\n");
            assertThat(terminal.run("push", "x", "--entrance", place)).isEqualTo(3);
            assertThat(terminal.err())
                    .isEqualTo("roundabout: " + place + " does not speak what an entrance speaks but HTTP; is it the"
                            + " hub's --http port? Say where to go with --entrance HOST:PORT.\n");
        }
    }

    @Test
    void saysWhatListensWhereNoHttpIsSpoken() throws IOException {
        try (FakeHub hub = new FakeHub()) {
            String gate = "127.0.0.1:" + hub.amqpPort();
            assertThat(terminal.run("status", "--http", gate)).isEqualTo(3);
            assertThat(terminal.err())
                    .isEqualTo("roundabout: " + gate + " does not speak HTTP but AMQP; is it the hub's --amqp port?"
                            + " Say where to go with --http HOST:PORT.\n");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "check p.yaml,            There is no argument 'p.yaml'; did you mean '-f p.yaml'?",
        "check p.yaml --json,     There is no argument 'p.yaml'; did you mean '-f p.yaml'?",
        "serve pipelines,         There is no argument 'pipelines'; did you mean '-f pipelines'?",
        "check,                   Missing required option: '--file=FILE|DIR'",
        "status now,              Unmatched argument at index 1: 'now'"
    })
    void suggestsTheOptionThatAFileNeeds(String line, String text) {
        assertThat(terminal.run(line.split(" "))).isEqualTo(2);
        assertThat(terminal.err().lines()).first().isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "push x --types a=float | '--types' (COLUMN=TYPE): 'float' is not known; it can be string, number, integer or boolean",
                "collect x --types a=float | '--types' (COLUMN=TYPE): 'float' is not known; it can be string, number, integer or boolean",
                "push x --format xml | '--format': 'xml' is not known; it can be lines, json, csv or parquet",
                "serve --durability eternal | '--durability': 'eternal' is not known; it can be power or process"
            })
    void saysInLowerCaseWhichWordsThereAre(String line, String text) {
        assertThat(terminal.run(line.split(" "))).isEqualTo(2);
        assertThat(terminal.err().lines()).first().isEqualTo("Invalid value for option " + text);
    }

    @Test
    void takesWordsInAnyCase() {
        assertThat(terminal.run("push", "x", "--types", "a=Number", "--format", "CSV", "nowhere.csv"))
                .isEqualTo(1);
        assertThat(terminal.err()).isEqualTo("roundabout: there is no file 'nowhere.csv'\n");
    }

    @Test
    void saysThatAStrangerIsNoHub() throws Exception {
        try (ServerSocket server = new ServerSocket(0)) {
            Thread stranger = new Thread(() -> {
                while (!server.isClosed()) {
                    try (Socket guest = server.accept()) {
                        guest.getOutputStream().write("SSH-2.0-OpenSSH\r\n".getBytes(StandardCharsets.US_ASCII));
                    } catch (IOException e) {
                        return;
                    }
                }
            });
            stranger.start();
            String place = "127.0.0.1:" + server.getLocalPort();
            assertThat(terminal.run("push", "x", "--entrance", place)).isEqualTo(3);
            assertThat(terminal.err())
                    .isEqualTo("roundabout: " + place + " does not speak what an entrance speaks; is it the hub's"
                            + " --entrance port? Say where to go with --entrance HOST:PORT.\n");
        }
    }

    @Test
    void showsStackTracesOnlyWhereTheyAreAskedFor() throws IOException {
        assertThat(terminal.run("status", "--http", "127.0.0.1:" + freePort(), "--debug"))
                .isEqualTo(3);
        assertThat(terminal.err()).contains("\tat io.roundabout.cli.StatusCommand");
    }

    @Test
    void listsAllProblemsOfAPipelineFile() throws IOException {
        Path file = Files.writeString(folder.resolve("p.yaml"), "version: 1\nstreams: {a: {kee: k}, 1b: {}}\n");
        assertThat(terminal.run("check", "-f", file.toString())).isEqualTo(1);
        assertThat(terminal.err())
                .isEqualTo(file + ":2:15: no field of a stream is named 'kee'; did you mean 'key'?\n" + file
                        + ":2:24: '1b' is no name; use letters, digits, '_' and '-' in parts joined by '.',"
                        + " a letter first, at most 64 characters\n");
    }

    @Test
    void listsProblemsAsJson() throws IOException {
        Path file = Files.writeString(folder.resolve("p.yaml"), "version: 2\n");
        assertThat(terminal.run("check", "-f", file.toString(), "--json")).isEqualTo(1);
        assertThat(terminal.out())
                .isEqualTo("{\"problems\":[{\"file\":\"" + file + "\",\"line\":1,\"column\":10,"
                        + "\"text\":\"version '2' is not known; write 'version: 1'\"}],\"guesses\":[]}\n");
    }

    @Test
    void saysThatAPipelineFileIsGood() throws IOException {
        Path file = Files.writeString(folder.resolve("p.yaml"), "version: 1\nstreams: {a: {key: k}, b: {}}\n");
        assertThat(terminal.run("check", "-f", file.toString())).isZero();
        assertThat(terminal.out()).isEqualTo(file + ": no problems; 2 streams, 0 joins, 0 declared outputs\n");
    }

    @Test
    void saysThatAPipelineFileIsNotThere() {
        assertThat(terminal.run("check", "-f", "nowhere.yaml")).isEqualTo(1);
        assertThat(terminal.err()).isEqualTo("roundabout: UNREADABLE_FILE: pipeline 'nowhere.yaml' does not exist\n");
    }

    @Test
    void saysAsJsonThatAPipelineFileIsNotThere() {
        assertThat(terminal.run("check", "-f", "nowhere.yaml", "--json")).isEqualTo(1);
        assertThat(terminal.out())
                .isEqualTo("{\"problems\":[{\"file\":\"nowhere.yaml\",\"line\":0,\"column\":0,"
                        + "\"text\":\"pipeline 'nowhere.yaml' does not exist\"}],\"guesses\":[]}\n");
        assertThat(terminal.err()).isEmpty();
    }

    @Test
    void handsTheHubWhatServeWasTold() {
        terminal.with("ROUNDABOUT_AMQP", ":5673");
        String line = "serve -f p.yaml --entrance :7171 --durability process --partitions 4 --config s.yaml --debug";
        assertThat(terminal.run(line.split(" "))).isEqualTo(7);
        assertThat(terminal.served())
                .containsExactly(Map.of(
                        "file", "p.yaml",
                        "entrance", ":7171",
                        "durability", "process",
                        "partitions", "4",
                        "config", "s.yaml"));
    }

    @Test
    void refusesWordsThatServeDoesNotKnow() {
        assertThat(terminal.run("serve", "--durability", "eternal")).isEqualTo(2);
        assertThat(terminal.err()).startsWith("Invalid value for option '--durability'");
    }

    @Test
    void tellsSettingsThatCannotBeFromAHubThatCannotStart() {
        assertThat(terminal.serving(fails("INVALID_SETTINGS")).run("serve")).isEqualTo(2);
        assertThat(terminal.err()).isEqualTo("roundabout: INVALID_SETTINGS: why\n");
        assertThat(terminal.serving(fails("STATE_IN_USE")).run("serve")).isEqualTo(1);
    }

    private static HubLauncher fails(String code) {
        return options -> {
            throw new RoundaboutException(Fault.VEHICLE, code, "why");
        };
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
