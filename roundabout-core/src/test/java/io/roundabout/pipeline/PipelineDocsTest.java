package io.roundabout.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of docs/settings.md has the words of a pipeline file, each where it may stand. */
class PipelineDocsTest {
    private static final Path DOCS = Path.of("..", "docs", "settings.md");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    static Stream<Arguments> sections() {
        return Stream.of(
                arguments("streams.NAME", Vocabulary.STREAM),
                arguments("joins.NAME", Vocabulary.JOIN),
                arguments("computes.NAME", Vocabulary.COMPUTE),
                arguments("outputs.NAME", Vocabulary.OUTPUT));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sections")
    void hasEachFieldOfASectionAndNoOther(String section, Vocabulary fields) throws IOException {
        assertThat(rows().stream().filter(row -> row.section.equals(section)).flatMap(row -> code(row.field).stream()))
                .containsExactlyInAnyOrderElementsOf(fields.now());
    }

    static Stream<Arguments> values() {
        return Stream.of(
                arguments("", "undeclared", Vocabulary.UNDECLARED),
                arguments("streams.NAME", "format", Vocabulary.FORMAT),
                arguments("streams.NAME", "on-conflict", Vocabulary.CONFLICT),
                arguments("streams.NAME", "on-invalid", Vocabulary.ON_INVALID),
                arguments("streams.NAME", "quota", Vocabulary.QUOTA),
                arguments("streams.NAME", "expect", Vocabulary.EXPECT),
                arguments("joins.NAME", "inputs", Vocabulary.MODE),
                arguments("joins.NAME", "inputs", Vocabulary.INPUT),
                arguments("joins.NAME", "complete", Vocabulary.COMPLETE),
                arguments("joins.NAME", "otherwise", Vocabulary.OTHERWISE),
                arguments("outputs.NAME", "deliver", Vocabulary.DELIVER),
                arguments("outputs.NAME", "on-expiry", Vocabulary.ON_EXPIRY));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("values")
    void hasEachWordThatAFieldMayHold(String section, String field, Vocabulary words) throws IOException {
        assertThat(rows().stream()
                        .filter(row ->
                                row.section.equals(section) && code(row.field).contains(field))
                        .flatMap(row -> code(row.values).stream())
                        .flatMap(code -> Stream.of(code.split("[^a-z-]+", -1))))
                .containsAll(words.now());
    }

    /** Returns the rows of the table; a section stands in its first row only. */
    private static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        String section = "";
        String page = Files.readString(DOCS);
        int start = page.indexOf("| section | field | values | default |");
        for (String line : page.substring(start, page.indexOf("\n\n", start))
                .lines()
                .skip(2)
                .toList()) {
            List<String> cells =
                    Stream.of(line.split("\\|", -1)).map(String::strip).toList();
            section = cells.get(1).isEmpty() ? section : code(cells.get(1)).get(0);
            rows.add(new Row(section, cells.get(2), cells.get(3)));
        }
        return rows;
    }

    private static List<String> code(String cell) {
        return CODE.matcher(cell).results().map(PipelineDocsTest::inside).toList();
    }

    private static String inside(MatchResult code) {
        return code.group(1);
    }

    private record Row(String section, String field, String values) {}
}
