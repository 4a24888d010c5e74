package io.roundabout.compute;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roundabout.state.InMemoryHeldState;
import io.roundabout.state.RowKey;
import io.roundabout.state.StoredForm;
import org.junit.jupiter.api.Test;

class OpenWindowsTest {
    private static final int COMPUTE = 7;
    private static final long FIRST = 0x18bcfe4dc40L;
    private static final long SECOND = 0x18bd01bcac0L;

    private final InMemoryHeldState state = new InMemoryHeldState();

    @Test
    void keepTheirForm() {
        OpenWindows windows = new OpenWindows(state, COMPUTE);
        for (String key : new String[] {"i", "j", "k", "l", "m"}) {
            windows.add(FIRST, key.getBytes(UTF_8));
        }
        windows.add(SECOND, "i".getBytes(UTF_8));
        windows.take(FIRST);
        windows.take(FIRST);
        windows.flush();

        assertThat(state.get(RowKey.windows(COMPUTE))).isEqualTo(StoredForm.read("v1/windows.hex"));
        assertThat(state.get(RowKey.windowKey(COMPUTE, FIRST, 2))).isEqualTo(StoredForm.read("v1/window-key.hex"));
    }

    @Test
    void areReadAsAnEarlierVersionStoredThem() {
        state.put(RowKey.windows(COMPUTE), StoredForm.read("v1/windows.hex"));
        state.put(RowKey.windowKey(COMPUTE, FIRST, 2), StoredForm.read("v1/window-key.hex"));

        OpenWindows windows = new OpenWindows(state, COMPUTE);

        assertThat(windows.oldest()).isEqualTo(FIRST);
        assertThat(windows.take(FIRST)).isEqualTo("k".getBytes(UTF_8));
    }

    @Test
    void refuseAVersionTheyDoNotKnow() {
        state.put(RowKey.windows(COMPUTE), new byte[] {9});

        assertThatThrownBy(() -> new OpenWindows(state, COMPUTE)).hasMessageContaining("window of version 9");
    }
}
