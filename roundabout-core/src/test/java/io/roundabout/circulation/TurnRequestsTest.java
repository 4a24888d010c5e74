package io.roundabout.circulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.outbox.Lane;
import io.roundabout.outbox.PageRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TurnRequestsTest {
    private static final int MOST_BYTES = 8 << 20;

    private final TurnBell bell = new TurnBell(Duration.ZERO);
    private final TurnRequests requests = new TurnRequests(bell);

    @Test
    void takesNoMorePagesThanATurnMayHandOverAndAsksForAnotherTurn() throws InterruptedException {
        List<PageRequest> asked = IntStream.range(0, 100)
                .mapToObj(i -> page("orders" + i, 1 << 20))
                .toList();
        asked.forEach(requests::page);
        List<PageRequest> answered = new ArrayList<>();

        while (answered.size() < asked.size()) {
            bell.awaitTurn();
            List<PageRequest> taken = requests.take().pages();
            bell.turned();

            assertThat(taken).isNotEmpty();
            assertThat(taken.stream().mapToLong(PageRequest::maxBytes).sum()).isLessThanOrEqualTo(MOST_BYTES);
            answered.addAll(taken);
        }

        assertThat(answered).isEqualTo(asked);
        assertThat(bell.awaitQuiet(Duration.ofSeconds(1))).isTrue();
    }

    @Test
    void takesAPageThatIsLargerThanATurnMayHandOverAlone() {
        requests.page(page("orders", 2 * MOST_BYTES));
        requests.page(page("customers", 1));

        assertThat(requests.take().pages()).containsExactly(page("orders", 2 * MOST_BYTES));
        assertThat(requests.take().pages()).containsExactly(page("customers", 1));
    }

    private static PageRequest page(String address, int maxBytes) {
        return new PageRequest(1, new Lane(address, 0), 0, 10, maxBytes);
    }
}
