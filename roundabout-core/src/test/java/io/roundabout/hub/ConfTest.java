package io.roundabout.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of settings that a release comes with. */
class ConfTest {
    private static final Path CONF = Path.of("..", "conf", "roundabout.yaml");

    @TempDir
    Path folder;

    @Test
    void setsNothing() throws IOException {
        try (Stream<String> lines = Files.lines(CONF)) {
            assertThat(lines).allMatch(line -> line.isEmpty() || line.startsWith("#"));
        }
    }

    @Test
    void hasEachSettingWithItsDefaultOrAnExample() throws IOException {
        List<String> settings = Files.readAllLines(CONF).stream()
                .filter(line -> line.matches("#[a-z].*"))
                .map(line -> line.substring(1))
                .toList();
        Path file = Files.write(folder.resolve("all.yaml"), settings);
        List<String> problems = new ArrayList<>();
        Map<String, String> texts = SettingsFile.read(file, problems);

        assertThat(problems).isEmpty();
        assertThat(settings)
                .extracting(line -> line.substring(0, line.indexOf(':')))
                .containsExactlyElementsOf(
                        SettingsTable.ALL.stream().map(Setting::name).toList());
        Settings.read(Map.of("config", file.toString()), Map.of());
        assertThat(settings)
                .filteredOn(line -> !line.contains("# ≈"))
                .allSatisfy(line -> assertThat(texts.get(name(line))).isEqualTo(standard(name(line))));
    }

    private static String name(String line) {
        return line.substring(0, line.indexOf(':'));
    }

    private static String standard(String name) {
        return SettingsTable.ALL.stream()
                .filter(setting -> setting.name().equals(name))
                .findFirst()
                .orElseThrow()
                .standard();
    }
}
