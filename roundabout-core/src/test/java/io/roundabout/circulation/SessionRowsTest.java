package io.roundabout.circulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roundabout.Refusal;
import io.roundabout.RefusalCode;
import io.roundabout.circulation.PartitionOutcome.SessionRow;
import io.roundabout.entrance.SessionProgress;
import io.roundabout.state.InMemoryHeldState;
import io.roundabout.state.StoredForm;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionRowsTest {
    private static final long NOW = 1_700_000_000_000L;

    @Test
    void sessionKeepsItsForm() {
        SessionRow row = new SessionRow(9, NOW, List.of(new Refusal(8, RefusalCode.NO_KEY, "no é")));

        assertThat(SessionRows.write(row)).isEqualTo(StoredForm.read("v1/session.hex"));
        assertThat(SessionRows.read(StoredForm.read("v1/session.hex"))).isEqualTo(row);
    }

    @Test
    void refusesAnUnknownVersion() {
        assertThatThrownBy(() -> SessionRows.read(new byte[] {2})).hasMessage("session of version 2; this hub reads 1");
    }

    @Test
    void writesASessionOnceItIsFlushed() {
        InMemoryHeldState state = new InMemoryHeldState();
        SessionRows sessions = new SessionRows(state, NOW);

        sessions.progress(new SessionProgress("s", 3, List.of()));

        assertThat(sessions.find("s")).contains(new SessionRow(3, NOW, List.of()));
        assertThat(state.size()).isZero();
        sessions.flush();
        assertThat(new SessionRows(state, NOW).find("s")).contains(new SessionRow(3, NOW, List.of()));
    }

    @Test
    void forgetsASessionAMonthAfterItsLastMessage() {
        InMemoryHeldState state = new InMemoryHeldState();
        SessionRows sessions = new SessionRows(state, NOW);
        sessions.progress(new SessionProgress("s", 3, List.of()));
        sessions.flush();
        long month = SessionRows.REMEMBERED.toMillis();

        assertThat(new SessionRows(state, NOW + month - 1).find("s")).isPresent();
        assertThat(new SessionRows(state, NOW + month).find("s")).isEmpty();
    }
}
