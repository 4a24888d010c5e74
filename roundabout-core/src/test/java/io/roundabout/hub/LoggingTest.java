package io.roundabout.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process with the hub's own log settings writes to stderr. */
class LoggingTest {
    @TempDir
    Path folder;

    @Test
    void writesForPeople() throws Exception {
        List<String> lines = run("TEXT");

        assertThat(lines.get(1)).matches("\\d{4}-\\d\\d-\\d\\dT\\S+ INFO  LoggingProgram: turned: what=.*");
        assertThat(lines).hasSize(6);
    }

    @Test
    void writesOneJsonObjectALineForPrograms() throws Exception {
        List<String> lines = run("JSON");

        assertThat(lines).hasSize(3);
        JsonNode turned = json(lines.get(1));
        assertThat(Instant.parse(turned.path("@timestamp").asText())).isBefore(Instant.now());
        assertThat(turned.path("log.level").asText()).isEqualTo("INFO");
        assertThat(turned.path("log.logger").asText()).isEqualTo(LoggingProgram.class.getName());
        assertThat(turned.path("message").asText()).isEqualTo("turned: what=\"two\\nlines\" Ä\nand more");
        assertThat(turned.path("partition").asText()).isEqualTo("3");
        JsonNode broke = json(lines.get(2));
        assertThat(broke.path("log.level").asText()).isEqualTo("ERROR");
        assertThat(broke.path("error.message").asText()).isEqualTo("no \"room\"");
        assertThat(broke.path("error.stack_trace").asText()).contains("LoggingProgram.main");
    }

    private List<String> run(String format) throws IOException, InterruptedException {
        Path err = folder.resolve("err");
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dlog4j2.configurationFile=log4j2.properties",
                        "-Dfile.encoding=UTF-8",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LoggingProgram.class.getName(),
                        format)
                .redirectError(err.toFile())
                .start();
        assertThat(program.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return Files.readAllLines(err);
    }

    private static JsonNode json(String line) throws IOException {
        return new ObjectMapper().readTree(line);
    }
}
