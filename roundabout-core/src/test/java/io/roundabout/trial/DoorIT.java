package io.roundabout.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a stream says of its senders, at a whole hub. */
@Timeout(120)
class DoorIT {
    private static final String PIPELINE = """
            version: 1
            undeclared: allow
            streams:
              small: {format: text, key: none, quota: {messages: 5}}
              light: {format: text, key: none, quota: {bytes: 1KiB}}
              left: {key: /k, quota: {messages: 2}}
              right: {key: /k}
              headers: {key: /k}
              lines: {key: /k}
              kept: {schema: '{"properties": {"n": {"type": "number"}}}'}
              refused: {schema: '{"properties": {"n": {"type": "number"}}}', on-invalid: refuse}
            joins:
              both: {inputs: {left: one, right: one}}
              invoices: {inputs: {headers: one, lines: {mode: all, max: 2}}}
            """;

    @TempDir
    private static Path folder;

    private static HubProcess hub;

    @BeforeAll
    static void start() {
        hub = HubProcess.in(folder).pipeline(PIPELINE).start();
    }

    @AfterAll
    static void kill() {
        hub.close();
    }

    @Test
    void holdsTheSendersOfAFullMailboxUntilItIsCollected() throws IOException {
        try (PlainVehicle vehicle = PlainVehicle.to(hub).send("!hello ack=receipts\n!stream small\n")) {
            vehicle.answer();
            assertThat(vehicle.send("1\n2\n3\n4\n5\n!sync\n").answer()).startsWith("+");
            String last = "";
            while (!last.equals("+sync 5")) {
                last = vehicle.answer();
            }
            assertThat(vehicle.send("6\n").line()).isEqualTo("*hold stream=small reason=quota");
            assertThat(PlainVehicle.netcat(hub, "!stream elsewhere\na\n")).containsExactly("+ok 1");

            assertThat(HubIT.take(hub, "small", 1)).containsExactly("1");

            assertThat(vehicle.line()).isEqualTo("*go stream=small");
            assertThat(vehicle.answer()).isEqualTo("+ok 6");
        }
        assertThat(HubIT.take(hub, "small")).containsExactly("2", "3", "4", "5", "6");
        assertThat(HubIT.take(hub, "elsewhere")).containsExactly("a");
    }

    @Test
    void countsTheBytes() throws IOException {
        String line = "x".repeat(600);
        assertThat(PlainVehicle.netcat(hub, "!stream light\n" + line + "\n" + line + "\n"))
                .containsExactly("+ok 2");
        try (PlainVehicle vehicle = PlainVehicle.to(hub).send("!stream light\nmore\n")) {
            assertThat(vehicle.line()).isEqualTo("*hold stream=light reason=quota");
            assertThat(HubIT.take(hub, "light")).containsExactly(line, line);
            assertThat(vehicle.line()).isEqualTo("*go stream=light");
        }
    }

    @Test
    void holdsTheSendersOfWhatAJoinHolds() throws IOException {
        assertThat(PlainVehicle.netcat(hub, "!stream left\n{\"k\":1}\n{\"k\":2}\n"))
                .containsExactly("+ok 2");
        try (PlainVehicle vehicle = PlainVehicle.to(hub).send("!stream left\n{\"k\":3}\n")) {
            assertThat(vehicle.line()).isEqualTo("*hold stream=left reason=quota");
            PlainVehicle.netcat(hub, "!stream right\n{\"k\":1}\n");
            assertThat(vehicle.line()).isEqualTo("*go stream=left");
        }
    }

    @Test
    void holdsTheSendersOfAListThatIsFullUntilItsGroupIsComplete() throws IOException {
        assertThat(PlainVehicle.netcat(hub, "!stream lines\n{\"k\":1}\n{\"k\":1}\n"))
                .containsExactly("+ok 2");
        try (PlainVehicle vehicle = PlainVehicle.to(hub).send("!hello ack=receipts\n!stream lines\n")) {
            vehicle.answer();
            vehicle.send("{\"k\":2}\n");
            assertThat(vehicle.line()).isEqualTo("*hold stream=lines reason=quota");
            PlainVehicle.netcat(hub, "!stream headers\n{\"k\":1}\n");
            assertThat(vehicle.line()).isEqualTo("*go stream=lines");
            assertThat(vehicle.answer()).isEqualTo("+ok 1");
        }
        assertThat(HubIT.take(hub, "invoices"))
                .containsExactly("{\"key\":\"1\",\"headers\":{\"k\":1},\"lines\":[{\"k\":1},{\"k\":1}]}");
    }

    @Test
    void refusesWhatDoesNotFitItsSchema() throws IOException {
        String lines = "{\"n\":1}\n{\"n\":\"one\"}\n";
        String refusal = "-err 2 schema /n must be a number, is a string";

        assertThat(PlainVehicle.netcat(hub, "!stream kept\n" + lines)).containsExactly(refusal, "+ok 2");
        assertThat(PlainVehicle.netcat(hub, "!stream refused\n" + lines)).containsExactly(refusal, "+ok 2");

        assertThat(HubIT.take(hub, "kept")).isEqualTo(List.of("{\"n\":1}"));
        assertThat(HubIT.take(hub, "dead/kept")).isEqualTo(List.of("{\"n\":\"one\"}"));
        assertThat(HubIT.take(hub, "refused")).isEqualTo(List.of("{\"n\":1}"));
        assertThat(HubIT.take(hub, "dead/refused")).isEmpty();
    }
}
