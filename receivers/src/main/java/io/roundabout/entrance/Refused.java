package io.roundabout.entrance;

import io.roundabout.Refusal;
import io.roundabout.RefusalCode;
import java.util.EnumMap;
import java.util.Map;

/** Counts messages refused and connections closed, by why. Confined to the event loop. */
final class Refused {
    private final Map<RefusalCode, Long> messages = new EnumMap<>(RefusalCode.class);
    private final Map<RefusalCode, Long> connections = new EnumMap<>(RefusalCode.class);

    /** Counts what is told of a part of a cut that is committed: until then the same may be sent and refused again. */
    void committed(CutPart part, LateAnswers late) {
        part.range().refusals().forEach(this::count);
        late.refusals().forEach(this::count);
    }

    private void count(Refusal refusal) {
        messages.merge(refusal.code(), 1L, Long::sum);
    }

    void closed(RefusalCode code) {
        connections.merge(code, 1L, Long::sum);
    }

    Map<RefusalCode, Long> messages() {
        return messages;
    }

    Map<RefusalCode, Long> connections() {
        return connections;
    }
}
