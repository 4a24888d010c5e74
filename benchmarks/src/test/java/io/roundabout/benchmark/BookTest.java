package io.roundabout.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BookTest {
    private static final long SEED = 7;
    private static final long SHORT_NANOS = 1;

    private final Findings findings = new Findings();
    private final Book book = new Book(new Bodies(SEED), findings);

    @Test
    void findsNothingWhenEveryKeyCameOnce() throws InterruptedException {
        book.open(2, null);
        book.deliver(result(1), 5);
        book.deliver(result(0), 6);

        assertThat(book.awaitEverything(SHORT_NANOS)).isEqualTo(6);
        assertThat(findings.texts()).isEmpty();
        assertThat(book.delivered()).isEqualTo(2);
    }

    @Test
    void findsWhatDidNotCome() throws InterruptedException {
        book.open(3, null);
        book.deliver(result(1), 5);

        book.awaitEverything(SHORT_NANOS);

        assertThat(findings.isHopeless()).isTrue();
        assertThat(findings.texts()).contains("2 of 3 results did not come");
    }

    @Test
    void findsWhatCameAgain() {
        book.open(1, null);
        book.deliver(result(0), 5);
        book.deliver(result(0), 6);

        assertThat(findings.texts()).singleElement().asString().startsWith("came again: {\"key\":\"c0000000000\"");
    }

    @Test
    void findsWhatCameAgainAfterItsRound() {
        book.open(1, null);
        book.deliver(result(0), 5);
        book.open(1, null);
        book.deliver(result(0), 6);

        assertThat(findings.texts()).singleElement().asString().startsWith("came again");
    }

    @Test
    void findsOneByteThatChanged() {
        byte[] changed = result(0);
        changed[changed.length - 5]++;
        book.open(1, null);

        book.deliver(changed, 5);

        assertThat(findings.texts()).singleElement().asString().startsWith("not the bytes that were pushed");
    }

    @Test
    void findsOneByteTooMany() {
        byte[] whole = result(0);
        book.open(1, null);

        book.deliver(Arrays.copyOf(whole, whole.length + 1), 5);

        assertThat(findings.texts()).singleElement().asString().startsWith("not the bytes that were pushed");
    }

    @Test
    void findsWhatNobodyPushed() {
        book.open(1, null);
        book.deliver(result(1), 5);
        book.deliver("{}".getBytes(UTF_8), 6);
        book.deliver(result(1_000_000_000), 7);

        assertThat(findings.texts()).hasSize(3).allMatch(text -> text.startsWith("invented"));
    }

    @Test
    void countsDelaysFromWhenTheyWereDue() {
        book.open(3, new long[] {1_000_000, 0, 3_000_000});

        book.deliver(result(0), 2_000_000);
        book.deliver(result(1), 9_000_000);
        book.deliver(result(2), 7_000_000);

        assertThat(book.delays().getTotalCount()).isEqualTo(2);
        assertThat(Delays.figures("d", book.delays()).get("d_max_ms"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.DOUBLE)
                .isBetween(3.99, 4.01);
    }

    private static byte[] result(int number) {
        Bodies bodies = new Bodies(SEED);
        byte[] order = new byte[Bodies.LONGEST];
        byte[] customer = new byte[Bodies.LONGEST];
        int orderEnd = bodies.write(Lane.ORDERS, number, order, 0);
        int customerEnd = bodies.write(Lane.CUSTOMERS, number, customer, 0);
        return String.format(
                        "{\"key\":\"c%010d\",\"orders\":%s,\"customers\":%s}",
                        number, new String(order, 0, orderEnd, UTF_8), new String(customer, 0, customerEnd, UTF_8))
                .getBytes(UTF_8);
    }
}
