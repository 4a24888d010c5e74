package io.roundabout.connector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSourceTest {
    @TempDir
    Path folder;

    @Test
    void readsLinesAsTheBytesTheyAre() throws IOException {
        Path file = file("a.jsonl", "{\"n\":1.50}\r\n\n x \nlast");
        assertThat(ReadSource.of(file).records()).containsExactly("line 1 {\"n\":1.50}", "line 3  x ", "line 4 last");
    }

    @Test
    void readsEveryMemberOfAGzipFile() throws IOException {
        Path file = ReadSource.gzip(folder.resolve("a.jsonl.gz"), "1\n2\n".getBytes(UTF_8), "3\n".getBytes(UTF_8));
        assertThat(ReadSource.of(file).bodies()).containsExactly("1", "2", "3");
    }

    @Test
    void readsTheNextMemberThoughNothingIsReadyYet() throws IOException {
        Path file = ReadSource.gzip(folder.resolve("a.jsonl.gz"), "1\n".getBytes(UTF_8), "2\n".getBytes(UTF_8));
        // As a file on HDFS is, at the end of a block.
        var slow = new ByteArrayInputStream(Files.readAllBytes(file)) {
            @Override
            public int available() {
                return 0;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                return super.read(bytes, offset, Math.min(length, 7));
            }
        };
        try (SourceReader reader =
                Sources.of("a.gz", slow, SourceOptions.DEFAULT).open()) {
            assertThat(reader.next()).isNotNull();
            assertThat(reader.next()).isNotNull();
            assertThat(reader.next()).isNull();
        }
    }

    @Test
    void saysThatAGzipFileIsCutOffAfterWhatStandsBefore() throws IOException {
        byte[] lines = new byte[200_000];
        Arrays.fill(lines, (byte) 'x');
        for (int i = 9; i < lines.length; i += 10) {
            lines[i] = '\n';
        }
        Path file = ReadSource.gzip(folder.resolve("a.jsonl.gz"), lines);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 20));
        ReadSource read = ReadSource.of(file);
        assertThat(read.failure())
                .startsWith("'" + file + "' is no whole gzip file: ")
                .endsWith("; get the file whole and push it again");
    }

    @Test
    void saysThatAFileIsNoGzip() throws IOException {
        Path file = file("a.csv.gz", "id\n1\n");
        assertThat(ReadSource.of(file).failure()).startsWith("'" + file + "' is no whole gzip file: ");
    }

    @Test
    void saysWhatIsNotThere() {
        assertThat(ReadSource.of("nowhere.jsonl", SourceOptions.DEFAULT).failure())
                .isEqualTo("there is no file 'nowhere.jsonl'");
        assertThat(ReadSource.of(folder + "/*.csv", SourceOptions.DEFAULT).failure())
                .isEqualTo("nothing matches '" + folder + "/*.csv'");
        assertThat(ReadSource.of(folder + "/daily/*.csv", SourceOptions.DEFAULT).failure())
                .isEqualTo(
                        "there is no folder '" + folder + "/daily' in which '" + folder + "/daily/*.csv' could match");
        assertThat(ReadSource.of(folder).failure())
                .isEqualTo("'" + folder + "' is a folder; name its files, such as '" + folder + "/*.jsonl'");
        assertThat(ReadSource.of("s3://b/x.csv", SourceOptions.DEFAULT).failure())
                .isEqualTo("'s3://b/x.csv': this kind of source is not known; push files, hdfs://… or hbase://…");
    }

    @Test
    void saysThatAFileMayNotBeRead() throws IOException {
        Path file = file("a.jsonl", "1\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        Assumptions.assumeFalse(Files.isReadable(file), "root reads everything");
        assertThat(ReadSource.of(file).failure()).isEqualTo("'" + file + "' cannot be read; check its permissions");
    }

    @Test
    void saysWhichFilesCannotBePushed() throws IOException {
        Path file = file("a.orc", "");
        assertThat(ReadSource.of(file).failure())
                .isEqualTo("'" + file + "': .orc files cannot be pushed; make it .jsonl, .json, .csv or .parquet,"
                        + " plain or .gz, or say what it is with --format");
        Path parquet = file("a.parquet.gz", "");
        assertThat(ReadSource.of(parquet).failure()).contains("gunzip it first");
    }

    @Test
    void theFormatMayBeSaid() throws IOException {
        Path file = file("export.zip", "id\n7\n");
        assertThat(ReadSource.of(file.toString(), SourceOptions.DEFAULT.withFormat(Format.CSV))
                        .bodies())
                .containsExactly("{\"id\":\"7\"}");
    }

    @Test
    void hasTheSameIdentityUntilItIsChanged() throws IOException {
        Path file = file("a.csv", "id\n1\n");
        String identity = identity(file, SourceOptions.DEFAULT);
        assertThat(identity(file, SourceOptions.DEFAULT)).isEqualTo(identity);
        assertThat(identity(file, SourceOptions.DEFAULT.withTypes(Map.of("id", FieldType.NUMBER))))
                .as("other types make other messages")
                .isNotEqualTo(identity);
        FileTime then = Files.getLastModifiedTime(file);
        Files.setLastModifiedTime(file, FileTime.fromMillis(then.toMillis() + 1));
        assertThat(identity(file, SourceOptions.DEFAULT)).isNotEqualTo(identity);
        Files.setLastModifiedTime(file("a.csv", "id\n2\n"), then);
        assertThat(identity(file, SourceOptions.DEFAULT)).isNotEqualTo(identity);
    }

    @Test
    void tellsHowFarItIs() throws IOException {
        Path file = file("a.jsonl", "1\n22\n");
        Source source = Sources.find(file.toString(), SourceOptions.DEFAULT).get(0);
        try (SourceReader reader = source.open()) {
            reader.next();
            assertThat(reader.position()).isEqualTo(2);
            reader.next();
            assertThat(reader.position()).isEqualTo(source.size().orElse(-1));
        }
    }

    private static String identity(Path file, SourceOptions options) throws IOException {
        return Sources.find(file.toString(), options).get(0).identity().orElse("");
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
