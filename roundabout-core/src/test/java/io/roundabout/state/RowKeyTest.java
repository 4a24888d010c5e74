package io.roundabout.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RowKeyTest {
    @Test
    void laysKeysOutAsThePageSays() {
        assertThat(hex(RowKey.group(258, utf8("k")))).isEqualTo("01 00000102 0001 6b".replace(" ", ""));
        assertThat(hex(RowKey.held(258, utf8("k"), 3, 4)))
                .isEqualTo("02 00000102 0001 6b 00000003 0000000000000004".replace(" ", ""));
        assertThat(hex(RowKey.lane(7))).isEqualTo("03 00000007".replace(" ", ""));
        assertThat(hex(RowKey.message(7, 1_025)))
                .isEqualTo("04 00000007 0000000000000001 0000000000000401".replace(" ", ""));
        assertThat(hex(RowKey.attempts(7, 1_025)))
                .isEqualTo("05 00000007 0000000000000001 0000000000000401".replace(" ", ""));
        assertThat(hex(RowKey.session("s"))).isEqualTo("06 00000000 0001 73".replace(" ", ""));
        assertThat(hex(RowKey.id(258, utf8("k"), utf8("id"))))
                .isEqualTo("08 00000102 0001 6b 0002 6964".replace(" ", ""));
        assertThat(hex(RowKey.leavings())).isEqualTo("10 00000000".replace(" ", ""));
        assertThat(hex(RowKey.leaving(86_400_000, 5)))
                .isEqualTo("10 00000000 0000000005265c00 0000000000000005".replace(" ", ""));
        assertThat(hex(RowKey.ledger())).isEqualTo("07 00000000".replace(" ", ""));
    }

    @Test
    void keepsRowsOfAKeyApartFromThoseOfALongerKey() {
        byte[] shorter = RowKey.held(1, utf8("a"), 1, 0);
        byte[] longer = RowKey.held(1, utf8("ab"), 1, 0);

        assertThat(Arrays.mismatch(shorter, longer)).isEqualTo(6);
    }

    @Test
    void findsTheNumberOfAMessageInItsKey() {
        assertThat(RowKey.numberOf(RowKey.message(7, 123_456_789_012L))).isEqualTo(123_456_789_012L);
    }

    @Test
    void putsAThousandAndTwentyFourMessagesInAPage() {
        assertThat(RowKey.pageOf(1_023)).isZero();
        assertThat(RowKey.pageOf(1_024)).isEqualTo(1);
        assertThat(RowKey.message(7, 1_024)).startsWith(RowKey.page(7, 1));
    }

    @Test
    void refusesAKeyWhoseLengthDoesNotFit() {
        assertThatThrownBy(() -> RowKey.group(1, new byte[65_536]))
                .hasMessage("text of 65536 B in a row's key; the limit is 65535 B");
    }

    @Test
    void givesEachTableANumberOfItsOwn() {
        Set<Byte> numbers = new HashSet<>();
        for (Table table : Table.values()) {
            assertThat(numbers.add(table.number())).as(table.name()).isTrue();
        }
    }

    private static String hex(byte[] key) {
        return HexFormat.of().formatHex(key);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }
}
