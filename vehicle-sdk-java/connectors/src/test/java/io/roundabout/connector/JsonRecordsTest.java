package io.roundabout.connector;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonRecordsTest {
    @TempDir
    Path folder;

    @Test
    void takesTheObjectsOfAnArrayByteForByte() throws IOException {
        assertThat(read("[\n {\"n\": 12.50, \"é\":[1,{}]} ,\n{\"n\":1E400}]\n").records())
                .containsExactly("line 2 {\"n\": 12.50, \"é\":[1,{}]}", "line 3 {\"n\":1E400}");
    }

    @Test
    void takesObjectsOneAfterTheOther() throws IOException {
        assertThat(read("\uFEFF{\"n\":1}{\"n\":2}\n[{\"n\":3}] [] {\"n\":4}").bodies())
                .containsExactly("{\"n\":1}", "{\"n\":2}", "{\"n\":3}", "{\"n\":4}");
    }

    @Test
    void passesOverWhatIsNoObject() throws IOException {
        assertThat(read("[1,\n[{}],\n{\"n\":1},null]").records())
                .containsExactly(
                        "line 1! this is no JSON object",
                        "line 2! this is no JSON object",
                        "line 3 {\"n\":1}",
                        "line 3! this is no JSON object");
    }

    @Test
    void saysWhereAFileIsBrokenAfterWhatStandsBefore() throws IOException {
        ReadSource read = read("[{\"n\":1},\n{\"n\":");
        assertThat(read.bodies()).containsExactly("{\"n\":1}");
        assertThat(read.failure())
                .contains("' is broken at line 2: Unexpected end-of-input")
                .endsWith("; mend the file and push it again")
                .doesNotContain("\n")
                .doesNotContain("Source");
        assertThat(read("[{\"n\":1}\n").failure())
                .endsWith("expected close marker for Array; mend the file and push it again");
        assertThat(read("[{\"n\":1} {\"n\":2}]").failure()).contains("is broken at line 1");
    }

    @Test
    void leavesItToTheHubWhatIsTooLong() throws IOException {
        String number = "{\"n\":" + "7".repeat(3_000) + "}";
        String name = "{\"" + "n".repeat(70_000) + "\":\"" + "x".repeat(1 << 20) + "\"}";
        assertThat(read(number + name).bodies()).containsExactly(number, name);
    }

    @Test
    void saysThatAnObjectHasNoEnd() throws IOException {
        Path file = folder.resolve("a.json");
        try (var out = Files.newOutputStream(file)) {
            out.write("[{\"n\":1},{\"rows\":[".getBytes(UTF_8));
            byte[] numbers = "1,".repeat(1 << 19).getBytes(UTF_8);
            for (int i = 0; i < 66; i++) {
                out.write(numbers);
            }
        }
        ReadSource read = ReadSource.of(file);
        assertThat(read.bodies()).containsExactly("{\"n\":1}");
        assertThat(read.failure())
                .isEqualTo("'" + file + "': the object at line 1 is longer than 64 MiB, the most that the hub takes;"
                        + " is it an array of objects?");
    }

    @Test
    void refusesWhatIsNotUtf8() throws IOException {
        Path file = Files.write(folder.resolve("a.json"), "[{\"n\":1}]".getBytes(UTF_16));
        assertThat(ReadSource.of(file).failure()).contains("is not UTF-8");
    }

    private ReadSource read(String text) throws IOException {
        return ReadSource.of(Files.write(folder.resolve("a.json"), text.getBytes(UTF_8)));
    }
}
