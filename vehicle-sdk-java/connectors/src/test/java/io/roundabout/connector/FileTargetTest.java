package io.roundabout.connector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roundabout.vehicle.CollectedMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileTargetTest {
    private static final String RESULT = "{\"key\":\"c1\",\"orders\":{\"n\":7,\"amount\":12.50},\"customers\":null}";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"a.jsonl", "a.jsonl.gz", "a.parquet", "a.csv", "a.csv.gz"})
    void writesWhatASourceReadsBack(String name) throws IOException {
        boolean typed = name.contains("jsonl") || name.contains("parquet");
        List<String> bodies = List.of(
                "{\"s\":\"é, \\\"q\\\"\\n\",\"i\":1152921504606846976,\"d\":0.1,\"b\":true}",
                "{\"s\":\"007\",\"i\":-7,\"d\":1.5,\"b\":false}");
        write(target(name, TargetOptions.DEFAULT), bodies);
        assertThat(readBack())
                .isEqualTo(
                        typed
                                ? bodies
                                : List.of(
                                        "{\"s\":\"é, \\\"q\\\"\\n\",\"i\":\"1152921504606846976\",\"d\":\"0.1\",\"b\":\"true\"}",
                                        "{\"s\":\"007\",\"i\":\"-7\",\"d\":\"1.5\",\"b\":\"false\"}"));
    }

    @Test
    void showsAFileOnlyWhenItIsCommitted() throws IOException {
        Target target = target("a.jsonl", TargetOptions.DEFAULT);
        try (TargetWriter writer = target.open()) {
            assertThat(writer.commit()).isEmpty();
            writer.write(message("1", "{}"));
            assertThat(files()).allMatch(name -> name.startsWith(".a-") && name.endsWith(".jsonl.part"));
            List<String> first = writer.commit();
            writer.write(message("2", "[]"));
            List<String> second = writer.commit();
            writer.write(message("3", "3"));
            assertThat(first).hasSize(1);
            assertThat(first.get(0)).matches(".*/a-[0-9]{8}T[0-9]{6}Z-[0-9a-f]{6}-00001.jsonl");
            assertThat(second.get(0)).endsWith("-00002.jsonl");
            assertThat(Path.of(first.get(0))).hasContent("{}\n");
            assertThat(Path.of(second.get(0))).hasContent("[]\n");
        }
        assertThat(files()).as("what was not committed is gone").hasSize(2).noneMatch(name -> name.startsWith("."));
    }

    @Test
    void forgetsWhatIsRolledBack() throws IOException {
        try (TargetWriter writer = target("a.csv", TargetOptions.DEFAULT).open()) {
            writer.write(message("1", "{\"n\":1}"));
            writer.rollback();
            assertThat(files()).isEmpty();
            writer.write(message("2", "{\"n\":2}"));
            assertThat(Path.of(writer.commit().get(0))).hasContent("n\n2\n");
        }
    }

    @Test
    void takesColumnsFromWithinMessages() throws IOException {
        TargetOptions options = TargetOptions.DEFAULT.withColumns(List.of(
                Column.parse("key"),
                Column.parse("money=/orders/amount"),
                Column.parse("who=customers"),
                Column.parse("order=orders"),
                Column.parse("nothing")));
        write(target("a.csv", options), List.of(RESULT, "{\"nothing\":1}"));
        assertThat(Path.of(onlyFile()))
                .hasContent("key,money,who,order,nothing\nc1,12.50,,\"{\"\"n\"\":7,\"\"amount\"\":12.50}\",\n,,,,1\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.csv", "a.parquet"})
    void commitsNothingWhereAColumnIsMisspelt(String name) throws IOException {
        TargetOptions options = TargetOptions.DEFAULT.withColumns(List.of(Column.of("n"), Column.of("amout")));
        try (TargetWriter writer = target(name, options).open()) {
            writer.write(message("1", "{\"n\":1,\"amount\":2}"));
            assertThatThrownBy(writer::commit)
                    .isInstanceOf(TargetException.class)
                    .hasMessage("--columns names 'amout', and no message has anything at /amout; they have n, amount."
                            + " Correct --columns; where it is rare, collect more at a time: --roll-messages");
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void wrapsMessagesOfAnyKind() throws IOException {
        TargetOptions options = TargetOptions.DEFAULT
                .withMeta(true)
                .withColumns(List.of(Column.parse("id=message-id"), Column.parse("body")));
        try (TargetWriter writer = target("a.csv", options).open()) {
            writer.write(message("1", "{}"));
            writer.write(message("2", "text/plain", "say \"é\""));
            writer.write(message("3", "text/plain", ""));
            assertThat(Path.of(writer.commit().get(0))).hasContent("id,body\n1,{}\n2,\"say \"\"é\"\"\"\n3,\"\"\n");
        }
    }

    @Test
    void typesOfParquetMayBeSaid() throws IOException {
        TargetOptions options = TargetOptions.DEFAULT
                .withColumns(List.of(Column.parse("amount=/orders/amount"), Column.parse("n=/orders/n")))
                .withTypes(Map.of("amount", FieldType.STRING, "n", FieldType.NUMBER));
        write(target("a.parquet", options), List.of(RESULT));
        assertThat(readBack()).containsExactly("{\"amount\":\"12.50\",\"n\":7.0}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.csv", "a.parquet"})
    void refusesWhatItHasNoPlaceForAndKeepsWhatStandsBefore(String name) throws IOException {
        try (TargetWriter writer = target(name, TargetOptions.DEFAULT).open()) {
            assertThat(refusal(writer, message("0", "text/plain", "hm")))
                    .isEqualTo(
                            "message 0 (key k): its body is no JSON object; --meta makes one of it, .jsonl takes any");
            writer.write(message("1", "{\"n\":\"1\"}"));
            assertThat(refusal(writer, message("2", "{\"n\":\"2\",\"m\":0}")))
                    .isEqualTo("message 2 (key k): its field 'm' is in no column; the first message had n."
                            + " Say which columns there are with --columns");
            assertThat(refusal(writer, message("3", "{\"n\":"))).startsWith("message 3 (key k): its body is no JSON: ");
            writer.write(message("4", "{}"));
            writer.commit();
        }
        assertThat(readBack()).containsExactly("{\"n\":\"1\"}", name.endsWith("csv") ? "{\"n\":\"\"}" : "{\"n\":null}");
    }

    @Test
    void refusesNumbersThatParquetWouldChange() throws IOException {
        try (TargetWriter writer = target("a.parquet", TargetOptions.DEFAULT).open()) {
            writer.write(message("1", "{\"i\":1,\"d\":0.5,\"b\":true}"));
            assertThat(refusal(writer, message("2", "{\"i\":1.5}")))
                    .isEqualTo("message 2 (key k): its i is 1.5, which a column of type integer does not hold;"
                            + " say --types i=number");
            assertThat(refusal(writer, message("3", "{\"i\":9223372036854775808}")))
                    .endsWith("say --types i=string");
            assertThat(refusal(writer, message("4", "{\"d\":0.12345678901234567890}")))
                    .endsWith("say --types d=string");
            assertThat(refusal(writer, message("5", "{\"d\":1e400}"))).endsWith("say --types d=string");
            assertThat(refusal(writer, message("6", "{\"b\":1}"))).endsWith("say --types b=string");
        }
    }

    @Test
    void namesFilesInAFolderAfterTheAddress() throws IOException {
        write(Targets.of(folder.toString(), "dead/orders", TargetOptions.DEFAULT), List.of("{}"));
        assertThat(onlyFile()).contains("/dead-orders-").endsWith(".jsonl");
        write(
                Targets.of(folder + "/", "enriched", TargetOptions.DEFAULT.withFormat(Format.PARQUET)),
                List.of("{\"n\":1}"));
        assertThat(files()).anyMatch(name -> name.matches("enriched-.*\\.parquet"));
        write(Targets.of(folder + "/", "shop.*", TargetOptions.DEFAULT), List.of("{}"));
        assertThat(files()).anyMatch(name -> name.matches("shop\\._-.*\\.jsonl"));
    }

    @Test
    void saysWhatCannotBeWrittenTo() {
        assertThat(failure("s3://b/x.csv", TargetOptions.DEFAULT)).contains("this kind of target is not known");
        assertThat(failure(folder + "/x.parquet.gz", TargetOptions.DEFAULT)).endsWith("leave .gz out");
        assertThat(failure(folder + "/x.json", TargetOptions.DEFAULT)).endsWith("call it .jsonl");
        assertThat(failure(folder + "/x.orc", TargetOptions.DEFAULT)).contains("such files cannot be written");
        assertThat(failure(folder + "/nowhere", TargetOptions.DEFAULT)).contains("say a file name such as");
        assertThat(failure(folder + "/x.csv", TargetOptions.DEFAULT.withTypes(Map.of("n", FieldType.NUMBER))))
                .endsWith("leave --types out");
        assertThat(failure(folder + "/x.jsonl", TargetOptions.DEFAULT.withColumns(List.of(Column.of("n")))))
                .contains("lines have no columns");
        assertThat(failure(folder + "/no/x.csv", TargetOptions.DEFAULT))
                .isEqualTo("there is no folder '" + folder + "/no'; make it first: mkdir -p " + folder + "/no");
    }

    @Test
    void writesThroughHadoop() throws IOException {
        Target target = new FileTarget(
                "a.parquet",
                new FileNames("a", Format.PARQUET, ".parquet"),
                () -> HadoopFolder.of("file://" + folder, Map.of()),
                TargetOptions.DEFAULT);
        write(target, List.of("{\"n\":1}"));
        List<String> visible =
                files().stream().filter(name -> !name.startsWith(".")).toList();
        assertThat(visible).hasSize(1);
        assertThat(ReadSource.of(folder.resolve(visible.get(0))).bodies()).containsExactly("{\"n\":1}");
        assertThat(files()).noneMatch(name -> name.endsWith(".part"));
    }

    @Test
    void saysThatNothingCanBeWrittenAnyMore() throws IOException {
        try (TargetWriter writer = target("a.jsonl", TargetOptions.DEFAULT).open()) {
            writer.write(message("1", "{}"));
            Files.delete(Path.of(onlyFile()));
            assertThatThrownBy(writer::commit)
                    .isInstanceOf(TargetException.class)
                    .hasMessageStartingWith("'" + folder + "/a.jsonl' cannot be written: ")
                    .hasMessageEndingWith(". What was not committed stays held");
        }
    }

    @Test
    void refusesAColumnNamedTwice() {
        TargetOptions twice = TargetOptions.DEFAULT.withColumns(List.of(Column.of("n"), Column.parse("n=/m")));
        assertThat(failure(folder + "/x.csv", twice)).endsWith("--columns names a column twice");
    }

    private Target target(String name, TargetOptions options) throws IOException {
        return Targets.of(folder + "/" + name, "unused", options);
    }

    private static void write(Target target, List<String> bodies) throws IOException {
        try (TargetWriter writer = target.open()) {
            for (String body : bodies) {
                writer.write(message("1", body));
            }
            writer.commit();
        }
    }

    private static String refusal(TargetWriter writer, CollectedMessage message) {
        List<String> text = new ArrayList<>();
        assertThatThrownBy(() -> writer.write(message))
                .isInstanceOfSatisfying(
                        UnsuitableMessageException.class, refused -> text.add(String.valueOf(refused.getMessage())));
        return text.get(0);
    }

    private static String failure(String argument, TargetOptions options) {
        try {
            Targets.of(argument, "a", options).open().close();
            return "";
        } catch (TargetException e) {
            return String.valueOf(e.getMessage());
        } catch (IOException e) {
            throw new AssertionError("not told as it should be", e);
        }
    }

    private List<String> readBack() throws IOException {
        return ReadSource.of(Path.of(onlyFile())).bodies();
    }

    private String onlyFile() throws IOException {
        List<String> files = files();
        assertThat(files).hasSize(1);
        return folder + "/" + files.get(0);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static CollectedMessage message(String id, String json) {
        return message(id, "application/json", json);
    }

    private static CollectedMessage message(String id, String type, String body) {
        return new CollectedMessage(
                Optional.of(id),
                Optional.of("k"),
                Optional.of("enriched"),
                Optional.of(type),
                Map.of("completed-by", "all"),
                new CollectedMessage.Delivery(Instant.ofEpochMilli(1_700_000_000_000L), 0),
                body.getBytes(UTF_8));
    }
}
