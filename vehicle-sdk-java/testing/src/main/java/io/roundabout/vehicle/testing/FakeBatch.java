package io.roundabout.vehicle.testing;

import io.roundabout.vehicle.testing.FakeSession.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What came since {@code !begin}; its first refused message makes it void. Confined to its connection. */
final class FakeBatch {
    /** Source: docs/wire.md, "Batches". */
    private static final int MOST_BYTES = 16 << 20;

    /** Source: docs/wire.md, "Batches". */
    private static final int MOST_MESSAGES = 100_000;

    /** What is told of one with a refused message. */
    static final String REFUSED = "batch-refused nothing of the batch was kept";

    private final List<ReceivedMessage> messages = new ArrayList<>();
    private long bytes;
    private int count;
    private @Nullable Refusal refused;

    /** Takes a message. Returns why it is refused, if it is the first one that is. */
    Optional<String> add(ReceivedMessage message, Optional<String> problem) {
        count++;
        if (refused != null) {
            return Optional.empty();
        }
        bytes += message.body().length + length(message.key()) + length(message.id()) + length(message.type());
        boolean large = count > MOST_MESSAGES || bytes > MOST_BYTES;
        Optional<String> why = problem.isEmpty() && large ? Optional.of("batch-too-large the batch is void") : problem;
        if (why.isPresent()) {
            refused = new Refusal(message.number(), why.get());
            messages.clear();
        } else {
            messages.add(message);
        }
        return why;
    }

    int count() {
        return count;
    }

    Optional<Refusal> refused() {
        return Optional.ofNullable(refused);
    }

    List<ReceivedMessage> messages() {
        return messages;
    }

    private static int length(Optional<String> text) {
        return text.map(given -> given.getBytes(StandardCharsets.UTF_8).length).orElse(0);
    }
}
