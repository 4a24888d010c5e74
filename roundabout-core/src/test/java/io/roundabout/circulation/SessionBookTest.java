package io.roundabout.circulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.entrance.CutManifest;
import io.roundabout.entrance.SessionRange;
import java.util.List;
import org.apache.spark.storage.StreamBlockId;
import org.junit.jupiter.api.Test;

class SessionBookTest {
    private final SessionBook book = new SessionBook();

    @Test
    void admitsASessionThatGoesOnWhereItStood() {
        book.greeted("crm", 4);
        List<StoredCut> cuts = List.of(cut(1, resumable("crm", 5, 9)), cut(2, resumable("crm", 10, 10)));

        assertThat(book.admit(cuts)).isEqualTo(cuts);
    }

    @Test
    void givesUpACutWithAGapAndEveryLaterOneOfItsSessions() {
        book.greeted("crm", 4);
        book.greeted("erp", 0);
        StoredCut gap = cut(1, resumable("crm", 7, 9));
        StoredCut later = cut(2, resumable("crm", 5, 6), resumable("erp", 1, 1));
        StoredCut other = cut(3, resumable("erp", 1, 2));
        StoredCut again = cut(4, resumable("erp", 1, 2));

        assertThat(book.admit(List.of(gap, later))).isEmpty();
        assertThat(book.admit(List.of(other))).isEmpty();
        book.greeted("erp", 0);
        assertThat(book.admit(List.of(again))).containsExactly(again);
    }

    @Test
    void givesUpASessionThatWasNeverGreeted() {
        assertThat(book.admit(List.of(cut(1, resumable("crm", 1, 1))))).isEmpty();
    }

    @Test
    void admitsConnectionsWithoutASession() {
        List<StoredCut> cuts = List.of(cut(1, new SessionRange("anonymous", false, 1, 3, List.of())));

        assertThat(book.admit(cuts)).isEqualTo(cuts);
    }

    @Test
    void admitsACutOnceThatWasStoredTwice() {
        book.greeted("crm", 0);
        SessionRange anonymous = new SessionRange("anonymous", false, 1, 3, List.of());
        StoredCut first = cut(1, anonymous);
        StoredCut second = cut(2, anonymous, resumable("crm", 1, 2));

        assertThat(book.admit(List.of(first, again(first), second))).containsExactly(first, second);
        assertThat(book.admit(List.of(again(second)))).isEmpty();
        StoredCut third = cut(3, resumable("crm", 3, 3));
        assertThat(book.admit(List.of(third))).containsExactly(third);
    }

    private static StoredCut again(StoredCut cut) {
        return new StoredCut(cut.manifest(), new StreamBlockId(0, cut.manifest().cut() + 100));
    }

    @Test
    void forgetsASessionThatSaidFarewellAfterItsLastCut() {
        book.greeted("crm", 0);
        book.farewell("crm");
        StoredCut last = cut(1, resumable("crm", 1, 1));

        assertThat(book.admit(List.of(last))).containsExactly(last);
        book.forget();
        assertThat(book.admit(List.of(cut(2, resumable("crm", 2, 2))))).isEmpty();
    }

    private static SessionRange resumable(String session, long first, long last) {
        return new SessionRange(session, true, first, last, List.of());
    }

    private static StoredCut cut(long number, SessionRange... sessions) {
        return new StoredCut(
                new CutManifest(number, List.of(sessions), List.of("orders"), false, List.of(), 1, List.of(0)),
                new StreamBlockId(0, number));
    }
}
