package io.roundabout.connector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.NanoTime;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ParquetRecordsTest {
    private static final MessageType SCHEMA = MessageTypeParser.parseMessageType("""
                    message m {
                      required int64 id;
                      optional binary name (STRING);
                      optional double d;
                      optional boolean b;
                      optional int32 day (DATE);
                      optional int64 at (TIMESTAMP(MICROS,true));
                      optional int64 local (TIMESTAMP(MILLIS,false));
                      optional int64 money (DECIMAL(18,2));
                      optional binary big (DECIMAL(38,3));
                      optional int32 small (INTEGER(32,false));
                      optional binary raw;
                      optional int96 old;
                      optional group tags (LIST) { repeated group list { optional binary element (STRING); } }
                      optional group attributes (MAP) { repeated group key_value { required binary key (STRING); optional int32 value; } }
                      repeated int32 plain;
                    }
                    """);

    @TempDir
    Path folder;

    @Test
    void writesEachTypeAsJsonHasIt() throws IOException {
        Group row = new SimpleGroup(SCHEMA)
                .append("id", 1L << 60)
                .append("name", "é\"")
                .append("d", 1.5)
                .append("b", true)
                .append("day", 20_000)
                .append("at", 1_700_000_000_123_456L)
                .append("local", 1_700_000_000_123L)
                .append("money", 1250L)
                .append("big", Binary.fromConstantByteArray(new BigInteger("-12345678901234567890123").toByteArray()))
                .append("small", -1)
                .append("raw", Binary.fromConstantByteArray(new byte[] {1, 2, (byte) 255}))
                .append("old", new NanoTime(2_440_589, 1_000_000_000L));
        Group tags = row.addGroup("tags");
        tags.addGroup("list").append("element", "x");
        tags.addGroup("list");
        row.addGroup("attributes").addGroup("key_value").append("key", "k").append("value", 7);
        row.append("plain", 1).append("plain", 2);
        assertThat(ReadSource.of(write(CompressionCodecName.UNCOMPRESSED, row)).records())
                .containsExactly("row 1 {\"id\":1152921504606846976,\"name\":\"é\\\"\",\"d\":1.5,\"b\":true,"
                        + "\"day\":\"2024-10-04\",\"at\":\"2023-11-14T22:13:20.123456Z\","
                        + "\"local\":\"2023-11-14T22:13:20.123\",\"money\":12.50,"
                        + "\"big\":-12345678901234567890.123,\"small\":4294967295,\"raw\":\"AQL/\","
                        + "\"old\":\"1970-01-02T00:00:01Z\",\"tags\":[\"x\",null],\"attributes\":{\"k\":7},"
                        + "\"plain\":[1,2]}");
    }

    @Test
    void writesWhatIsAbsentAsNull() throws IOException {
        assertThat(ReadSource.of(write(CompressionCodecName.UNCOMPRESSED, new SimpleGroup(SCHEMA).append("id", 1L)))
                        .bodies())
                .containsExactly(
                        "{\"id\":1,\"name\":null,\"d\":null,\"b\":null,\"day\":null,\"at\":null,\"local\":null,"
                                + "\"money\":null,\"big\":null,\"small\":null,\"raw\":null,\"old\":null,\"tags\":null,"
                                + "\"attributes\":null,\"plain\":[]}");
    }

    @ParameterizedTest
    @EnumSource(names = {"UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD"})
    void readsWhatIsCompressed(CompressionCodecName codec) throws IOException {
        Path file = write(codec, new SimpleGroup(SCHEMA).append("id", 1L), new SimpleGroup(SCHEMA).append("id", 2L));
        assertThat(ReadSource.of(file).records()).hasSize(2);
    }

    @Test
    void passesOverANumberThatIsNone() throws IOException {
        Path file = write(
                CompressionCodecName.SNAPPY,
                new SimpleGroup(SCHEMA).append("id", 1L).append("d", Double.NaN),
                new SimpleGroup(SCHEMA).append("id", 2L));
        assertThat(ReadSource.of(file).records().get(0)).isEqualTo("row 1! d is NaN, which JSON cannot say");
        assertThat(ReadSource.of(file).records()).hasSize(2);
    }

    @Test
    void saysThatAFileIsCutOff() throws IOException {
        Path file = write(CompressionCodecName.SNAPPY, new SimpleGroup(SCHEMA).append("id", 1L));
        byte[] whole = Files.readAllBytes(file);
        for (int length : new int[] {0, 3, 11, whole.length / 2, whole.length - 1}) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThat(ReadSource.of(file).failure())
                    .startsWith("'" + file + "' is no whole Parquet file: ")
                    .doesNotContain("\n")
                    .doesNotContain("org.apache");
        }
        Files.write(file, "id\n1\n1234567890".getBytes(UTF_8));
        assertThat(ReadSource.of(file).failure()).startsWith("'" + file + "' is no whole Parquet file: ");
    }

    private Path write(CompressionCodecName codec, Group... rows) throws IOException {
        Path file = folder.resolve(codec + ".parquet");
        Files.deleteIfExists(file);
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withConf(new PlainParquetConfiguration())
                .withType(SCHEMA)
                .withCompressionCodec(codec)
                .build()) {
            for (Group row : rows) {
                writer.write(row);
            }
        }
        return file;
    }
}
