package io.roundabout.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What docs/settings.md says of each setting is what the table says. */
class SettingsDocsTest {
    private static final Path DOCS = Path.of("../docs/settings.md");

    @Test
    void listsEachSettingWithItsKindRangeAndDefault() throws IOException {
        List<String> rows = Files.readAllLines(DOCS).stream()
                .filter(line -> line.matches("\\| `[a-z]+\\.[a-z-]+` \\|.*"))
                .map(SettingsDocsTest::withoutMeaning)
                .toList();
        assertThat(rows)
                .containsExactlyElementsOf(SettingsTable.ALL.stream()
                        .filter(setting -> setting.name().contains("."))
                        .map(SettingsDocsTest::row)
                        .toList());
    }

    @Test
    void namesTheOptionAndTheVariableOfEachSettingWithoutADot() throws IOException {
        String docs = Files.readString(DOCS);
        assertThat(SettingsTable.ALL)
                .filteredOn(setting -> !setting.name().contains("."))
                .allSatisfy(setting -> assertThat(docs)
                        .contains("--" + setting.name() + " ")
                        .contains(setting.variable())
                        .contains(setting.standard()));
    }

    private static String row(Setting<?> setting) {
        return "| `" + setting.name() + "` | " + setting.kind().word() + " | "
                + setting.kind().range() + " | " + setting.standard() + " |";
    }

    private static String withoutMeaning(String row) {
        return row.substring(0, row.lastIndexOf('|', row.length() - 2) + 1).strip();
    }
}
