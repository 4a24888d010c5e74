package io.roundabout.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link HeldState} promises. A store's test extends this class and opens an empty one. */
public abstract class HeldStateContract {
    private static final HexFormat HEX = HexFormat.of();

    private HeldState state = new InMemoryHeldState();

    /** Returns an empty state, in the middle of a turn. */
    protected abstract HeldState open();

    @BeforeEach
    final void openState() {
        state = open();
    }

    @Test
    void hasNoRowBeforeOneIsWritten() {
        assertThat(state.get(bytes("01"))).isNull();
        assertThat(scan("")).isEmpty();
    }

    @Test
    void readsWhatItWroteInTheSameTurn() {
        state.put(bytes("01"), bytes("aa"));

        assertThat(state.get(bytes("01"))).isEqualTo(bytes("aa"));
    }

    @Test
    void replacesARow() {
        state.put(bytes("01"), bytes("aa"));
        state.put(bytes("01"), bytes("bb"));

        assertThat(state.get(bytes("01"))).isEqualTo(bytes("bb"));
        assertThat(scan("01")).containsExactly("01=bb");
    }

    @Test
    void keepsAnEmptyValue() {
        state.put(bytes("01"), bytes(""));

        assertThat(state.get(bytes("01"))).isEmpty();
    }

    @Test
    void removesARow() {
        state.put(bytes("01"), bytes("aa"));
        state.remove(bytes("01"));

        assertThat(state.get(bytes("01"))).isNull();
        assertThat(scan("")).isEmpty();
    }

    @Test
    void doesNothingWhenThereIsNoRowToRemove() {
        state.remove(bytes("01"));

        assertThat(state.get(bytes("01"))).isNull();
    }

    @Test
    void writesARowAgainAfterItWasRemoved() {
        state.put(bytes("01"), bytes("aa"));
        state.remove(bytes("01"));
        state.put(bytes("01"), bytes("bb"));

        assertThat(scan("01")).containsExactly("01=bb");
    }

    @Test
    void tellsAKeyFromItsPrefix() {
        state.put(bytes("0102"), bytes("aa"));

        assertThat(state.get(bytes("01"))).isNull();
    }

    @Test
    void scansInUnsignedOrder() {
        for (String key : List.of("01ff", "0180", "017f", "01", "0100")) {
            state.put(bytes(key), bytes("aa"));
        }

        assertThat(scan("01")).containsExactly("01=aa", "0100=aa", "017f=aa", "0180=aa", "01ff=aa");
    }

    @Test
    void scansUnderThePrefixOnly() {
        for (String key : List.of("00ff", "01", "0101", "0200")) {
            state.put(bytes(key), bytes("aa"));
        }

        assertThat(scan("01")).containsExactly("01=aa", "0101=aa");
    }

    @Test
    void scansUnderAPrefixOfHighestBytes() {
        for (String key : List.of("fe", "ff", "ffff", "ffffff")) {
            state.put(bytes(key), bytes("aa"));
        }

        assertThat(scan("ffff")).containsExactly("ffff=aa", "ffffff=aa");
    }

    @Test
    void stopsWhenTheVisitorHasEnough() {
        for (String key : List.of("0101", "0102", "0103")) {
            state.put(bytes(key), bytes("aa"));
        }
        List<String> seen = new ArrayList<>();

        state.scan(bytes("01"), (key, value) -> {
            seen.add(HEX.formatHex(key));
            return seen.size() < 2;
        });

        assertThat(seen).containsExactly("0101", "0102");
    }

    @Test
    void readsOtherRowsDuringAScan() {
        state.put(bytes("0101"), bytes("aa"));
        state.put(bytes("0201"), bytes("bb"));
        List<byte[]> read = new ArrayList<>();

        state.scan(bytes("01"), (key, value) -> {
            byte[] other = state.get(bytes("0201"));
            return other != null && read.add(other);
        });

        assertThat(read).hasSize(1).first().isEqualTo(bytes("bb"));
    }

    @Test
    void agreesWithASortedMap() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        TreeMap<byte[], byte[]> expected = new TreeMap<>(Arrays::compareUnsigned);
        for (int i = 0; i < 5_000; i++) {
            byte[] key = new byte[1 + random.nextInt(3)];
            random.nextBytes(key);
            key[0] = (byte) (key[0] & 3);
            if (random.nextInt(3) == 0) {
                state.remove(key);
                expected.remove(key);
            } else {
                byte[] value = new byte[random.nextInt(40)];
                random.nextBytes(value);
                state.put(key, value);
                expected.put(key, value);
            }
        }

        List<String> rows = expected.entrySet().stream()
                .filter(row -> row.getKey()[0] == 2)
                .map(HeldStateContract::text)
                .toList();
        assertThat(scan("02")).as("seed %d", seed).isEqualTo(rows);
    }

    private List<String> scan(String prefix) {
        List<String> rows = new ArrayList<>();
        state.scan(bytes(prefix), (key, value) -> rows.add(text(Map.entry(key, value))));
        return rows;
    }

    private static String text(Map.Entry<byte[], byte[]> row) {
        return HEX.formatHex(row.getKey()) + "=" + HEX.formatHex(row.getValue());
    }

    private static byte[] bytes(String hex) {
        return HEX.parseHex(hex);
    }
}
