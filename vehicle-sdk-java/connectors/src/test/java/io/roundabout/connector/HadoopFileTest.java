package io.roundabout.connector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Through Hadoop's client, on the file system of this machine; SourcesIT does it on HDFS. */
class HadoopFileTest {
    @TempDir
    Path folder;

    @Test
    void findsWhatAPatternNamesInOrder() throws IOException {
        Files.writeString(folder.resolve("b.jsonl"), "2\n");
        ReadSource.gzip(folder.resolve("a.jsonl.gz"), "1\n".getBytes(UTF_8));
        Files.createDirectory(folder.resolve("c.jsonl"));
        assertThat(bodies(find("{a,b,c}.jsonl*"))).containsExactly("1", "2");
    }

    @Test
    void readsParquet() throws IOException {
        Path file = folder.resolve("a.parquet");
        MessageType type = MessageTypeParser.parseMessageType("message m { required int32 n; }");
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withConf(new PlainParquetConfiguration())
                .withType(type)
                .build()) {
            writer.write(new SimpleGroup(type).append("n", 7));
        }
        assertThat(bodies(find("a.parquet"))).containsExactly("{\"n\":7}");
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> bodies(find("a.parquet")))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("is no whole Parquet file");
    }

    @Test
    void hasTheSameIdentityUntilItIsChanged() throws IOException {
        Files.writeString(folder.resolve("a.jsonl"), "1\n");
        var identity = new FileSource(find("a.jsonl").get(0), SourceOptions.DEFAULT).identity();
        assertThat(new FileSource(find("a.jsonl").get(0), SourceOptions.DEFAULT).identity())
                .isEqualTo(identity);
        Files.writeString(folder.resolve("a.jsonl"), "1\n2\n");
        assertThat(new FileSource(find("a.jsonl").get(0), SourceOptions.DEFAULT).identity())
                .isNotEqualTo(identity);
    }

    @Test
    void saysWhatIsNotThere() {
        assertThatThrownBy(() -> find("nowhere.jsonl"))
                .hasMessage("there is no file 'file://" + folder + "/nowhere.jsonl'");
        assertThatThrownBy(() -> find("*.csv")).hasMessage("nothing matches 'file://" + folder + "/*.csv'");
        assertThatThrownBy(() -> find("")).hasMessageContaining("is a folder; name its files, such as");
    }

    @Test
    void saysWhatIsNoAddress() {
        // RFC 2606 keeps .invalid for names that nobody has.
        assertThatThrownBy(() -> HadoopFile.find("hdfs://namenode.invalid:8020/a.csv", Map.of()))
                .hasMessage("'hdfs://namenode.invalid:8020/a.csv' is no address on HDFS: no host is known as"
                        + " 'namenode.invalid'");
        assertThatThrownBy(() -> HadoopFile.find("hdfs:///a.csv", Map.of()))
                .hasMessage("'hdfs:///a.csv' is no address on HDFS: it names no host; the form is"
                        + " hdfs://HOST:PORT/PATH");
    }

    @Test
    void saysThatAFileWentAway() throws IOException {
        Path file = Files.writeString(folder.resolve("a.jsonl"), "1\n");
        List<StoredFile> found = find("a.jsonl");
        Files.delete(file);
        assertThatThrownBy(() -> bodies(found)).hasMessageStartingWith("there is no file '");
    }

    private List<StoredFile> find(String pattern) throws SourceException {
        return HadoopFile.find("file://" + folder + "/" + pattern, Map.of());
    }

    private static List<String> bodies(List<StoredFile> files) throws IOException {
        List<String> bodies = new ArrayList<>();
        for (StoredFile file : files) {
            try (SourceReader reader = new FileSource(file, SourceOptions.DEFAULT).open()) {
                for (SourceRecord record = reader.next(); record != null; record = reader.next()) {
                    if (record instanceof SourceRecord.Usable usable) {
                        bodies.add(new String(usable.message().body(), UTF_8));
                    }
                }
            }
        }
        return bodies;
    }
}
