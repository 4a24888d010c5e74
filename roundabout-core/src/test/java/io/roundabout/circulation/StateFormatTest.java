package io.roundabout.circulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.state.Counter;
import io.roundabout.state.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The number of the state format goes up with what an older hub cannot read. */
class StateFormatTest {
    private static final Path FORMS = Path.of("src", "test", "resources", "state", "v1");

    /**
     * Whoever sees this fail has added something that a released hub would stumble over: make {@link LogHeader#FORMAT} one more,
     * unless no version with the present one was released yet, and correct the numbers.
     */
    @Test
    void isThatOfWhatIsStored() throws IOException {
        assertThat(LogHeader.FORMAT).isEqualTo(2);
        assertThat(Counter.values()).as("counters").hasSize(17);
        assertThat(Table.values()).as("tables").hasSize(18);
        try (Stream<Path> forms = Files.list(FORMS)) {
            assertThat(forms).as("forms of rows").hasSize(31);
        }
    }
}
