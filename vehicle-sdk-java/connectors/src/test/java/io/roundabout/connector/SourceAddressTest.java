package io.roundabout.connector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SourceAddressTest {
    @Test
    void saysWhatIsWrongWithAnAddress() {
        assertThat(failure("hdfs:///a.jsonl")).startsWith("'hdfs:///a.jsonl'").doesNotContain("\n");
        assertThat(failure("hbase://zk")).contains("the form is hbase://QUORUM[:PORT]/TABLE");
        assertThat(failure("hbase://zk/t?column=f")).contains("'column=f' is not known; there are columns=, start=");
        assertThat(failure("hbase://zk/t?binary=hex")).contains("the only one is binary=base64");
        assertThat(failure("hbase://zk/a%b")).contains("'a%b' is no name of a table");
    }

    @Test
    void readsAnAddressWithAllItsParts() throws SourceException {
        HBaseAddress address =
                HBaseAddress.parse("hbase://zk1,zk2:2182/ns:t?columns=f:a,g&start=a%26b&stop=z&binary=base64");
        assertThat(address.table().quorum()).containsExactly("zk1", "zk2");
        assertThat(address.table().port()).isEqualTo(2182);
        assertThat(address.table().name()).isEqualTo("ns:t");
        assertThat(address.columns()).containsExactly("f:a", "g");
        assertThat(address.range()).isEqualTo(new HBaseAddress.Range("a&b", "z", HBaseAddress.Bytes.BASE64));
    }

    private static String failure(String argument) {
        return ReadSource.of(argument, SourceOptions.DEFAULT).failure();
    }
}
