package io.roundabout.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvRecordsTest {
    @TempDir
    Path folder;

    @Test
    void makesAnObjectOfEachRow() throws IOException {
        assertThat(read("id,name\n1,Ada\n\n2,\"Bo, the \"\"one\"\"\nof two\"\n3,é")
                        .records())
                .containsExactly(
                        "line 2 {\"id\":\"1\",\"name\":\"Ada\"}",
                        "line 4 {\"id\":\"2\",\"name\":\"Bo, the \\\"one\\\"\\nof two\"}",
                        "line 6 {\"id\":\"3\",\"name\":\"é\"}");
    }

    @Test
    void knowsTheTypesItIsTold() throws IOException {
        SourceOptions typed =
                SourceOptions.DEFAULT.withTypes(Map.of("amount", FieldType.NUMBER, "paid", FieldType.BOOLEAN));
        assertThat(read(
                                "id,amount,paid\n1,12.50,TRUE\n2,,\n3,1e400,false\n4,1.2.3,true\n5,012,true\n6,1,yes\n7,7,",
                                typed)
                        .records())
                .containsExactly(
                        "line 2 {\"id\":\"1\",\"amount\":12.50,\"paid\":true}",
                        "line 3 {\"id\":\"2\",\"amount\":null,\"paid\":null}",
                        "line 4 {\"id\":\"3\",\"amount\":1e400,\"paid\":false}",
                        "line 5! amount is '1.2.3', which is no number",
                        "line 6! amount is '012', which is no number",
                        "line 7! paid is 'yes', which is no boolean",
                        "line 8 {\"id\":\"7\",\"amount\":7,\"paid\":null}");
    }

    @Test
    void passesOverARowWithTooManyFields() throws IOException {
        assertThat(read("id,name\n1,a\n2,b,c\n3,d\n").records())
                .containsExactly(
                        "line 2 {\"id\":\"1\",\"name\":\"a\"}",
                        "line 3! the row has 3 fields, the header has 2; quote a field that has the separator in it",
                        "line 4 {\"id\":\"3\",\"name\":\"d\"}");
    }

    @Test
    void leavesOutWhatARowDoesNotHave() throws IOException {
        assertThat(read("id,name\n1\n").bodies()).containsExactly("{\"id\":\"1\"}");
    }

    @Test
    void takesAnotherSeparatorAndAByteOrderMark() throws IOException {
        SourceOptions semicolon = new SourceOptions(Optional.empty(), Map.of(), ';', Map.of());
        assertThat(read("\uFEFFid;name\r\n1;a,b\r\n", semicolon).records())
                .containsExactly("line 2 {\"id\":\"1\",\"name\":\"a,b\"}");
    }

    @Test
    void saysWhatIsWrongWithAHeader() throws IOException {
        assertThat(read("id,id\n1,2\n").failure())
                .endsWith("the header names 'id' twice; give each column a name of its own");
        assertThat(read("id,,x\n1,2\n").failure()).contains("the header names a column with nothing");
        assertThat(read("id\n1\n", SourceOptions.DEFAULT.withTypes(Map.of("amuont", FieldType.NUMBER)))
                        .failure())
                .endsWith(": --types names [amuont], the header has [id]");
        assertThat(read("").records()).isEmpty();
    }

    @Test
    void saysWhereAFileIsBroken() throws IOException {
        ReadSource read = read("id,name\n1,a\n2,\"b\n3,c\n");
        assertThat(read.bodies()).containsExactly("{\"id\":\"1\",\"name\":\"a\"}");
        assertThat(read.failure()).contains("is broken after line ").endsWith("mend the file and push it again");
        Path latin = Files.write(folder.resolve("l.csv"), "id\n1\né\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(ReadSource.of(latin).failure()).contains("it is not UTF-8; convert it first, as with iconv");
    }

    private ReadSource read(String text) throws IOException {
        return read(text, SourceOptions.DEFAULT);
    }

    private ReadSource read(String text, SourceOptions options) throws IOException {
        return ReadSource.of(Files.writeString(folder.resolve("a.csv"), text).toString(), options);
    }
}
