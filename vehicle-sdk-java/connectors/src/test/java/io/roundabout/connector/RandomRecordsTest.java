package io.roundabout.connector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many records of random text, written by the libraries everybody uses: each comes back as it was, and in order. */
class RandomRecordsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<LinkedHashMap<String, String>> OBJECT = new TypeReference<>() {};
    private static final List<String> PIECES =
            List.of("a", " ", ",", "\"", "\n", "\r\n", "é", "€", "\uD83D\uDE97", "\\", "{", "]", "0", "'", ";", "\t");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void comeBackFromJson(long seed) throws IOException {
        List<Map<String, String>> rows = rows(new Random(seed));
        Path array = folder.resolve("a.json");
        (seed % 2 == 0 ? JSON.writerWithDefaultPrettyPrinter() : JSON.writer()).writeValue(array.toFile(), rows);
        assertThat(objects(array)).isEqualTo(rows);
        assertThat(objects(ReadSource.gzip(folder.resolve("a.json.gz"), Files.readAllBytes(array))))
                .isEqualTo(rows);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void comeBackFromLines(long seed) throws IOException {
        List<Map<String, String>> rows = rows(new Random(seed));
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (Map<String, String> row : rows) {
            lines.write(JSON.writeValueAsBytes(row));
            lines.write('\n');
        }
        byte[] all = lines.toByteArray();
        int cut = new Random(seed).nextInt(all.length);
        Path file = ReadSource.gzip(
                folder.resolve("a.jsonl.gz"), Arrays.copyOf(all, cut), Arrays.copyOfRange(all, cut, all.length));
        assertThat(objects(file)).isEqualTo(rows);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void comeBackFromCsv(long seed) throws IOException {
        List<Map<String, String>> rows = rows(new Random(seed));
        CsvSchema schema = CsvSchema.builder()
                .addColumns(rows.get(0).keySet(), CsvSchema.ColumnType.STRING)
                .build();
        Path file = folder.resolve("a.csv");
        try (SequenceWriter writer = new CsvMapper().writer(schema.withHeader()).writeValues(file.toFile())) {
            writer.writeAll(rows);
        }
        assertThat(objects(file)).isEqualTo(rows);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void comeBackFromParquet(long seed) throws IOException {
        List<Map<String, String>> rows = rows(new Random(seed));
        StringBuilder schema = new StringBuilder("message m {");
        rows.get(0)
                .keySet()
                .forEach(column ->
                        schema.append("required binary ").append(column).append(" (STRING);"));
        MessageType type = MessageTypeParser.parseMessageType(schema.append("}").toString());
        Path file = folder.resolve("a.parquet");
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withConf(new PlainParquetConfiguration())
                .withType(type)
                .withRowGroupSize(4096L)
                .build()) {
            for (Map<String, String> row : rows) {
                Group group = new SimpleGroup(type);
                row.forEach(group::append);
                writer.write(group);
            }
        }
        assertThat(objects(file)).isEqualTo(rows);
    }

    private static List<Map<String, String>> objects(Path file) throws IOException {
        ReadSource read = ReadSource.of(file);
        assertThat(read.failure()).isEmpty();
        List<Map<String, String>> objects = new ArrayList<>();
        for (String body : read.bodies()) {
            objects.add(JSON.readValue(body.getBytes(UTF_8), OBJECT));
        }
        return objects;
    }

    private static List<Map<String, String>> rows(Random random) {
        int columns = 1 + random.nextInt(5);
        List<Map<String, String>> rows = new ArrayList<>();
        for (int row = 0; row < 2_000; row++) {
            Map<String, String> fields = new LinkedHashMap<>();
            for (int column = 0; column < columns; column++) {
                fields.put("c" + column, text(random));
            }
            rows.add(fields);
        }
        return rows;
    }

    /** Begins with a letter: a CSV file cannot tell a row of one empty field from an empty line. */
    private static String text(Random random) {
        StringBuilder text = new StringBuilder("t");
        for (int length = random.nextInt(12); length > 0; length--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }
}
