package io.roundabout.circulation;

import io.roundabout.circulation.PartitionOutcome.SessionRow;
import io.roundabout.entrance.Greeting;
import io.roundabout.entrance.SessionRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where each greeted session stands, so that a cut is run only if it goes on exactly where the last one ended. Confined to
 * the loop's thread, but for {@link #farewell}.
 */
final class SessionBook {
    private final Map<String, Long> last = new ConcurrentHashMap<>();
    private final Set<String> fenced = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<String> gone = new ConcurrentLinkedQueue<>();
    private long lastCut;

    /** Notes what a session was told at its greeting. */
    void greeted(String session, long number) {
        last.put(session, number);
        fenced.remove(session);
    }

    /** Notes that no connection holds the session. Thread-safe. */
    void farewell(String session) {
        // Connections without a session say farewell too; a hub that turns for nobody else must not gather them.
        if (last.containsKey(session) || fenced.contains(session)) {
            gone.add(session);
        }
    }

    /**
     * Returns the cuts to run, in order; the sessions of the others are fenced until they are greeted again. A cut that was
     * judged before is passed over: a receiver that failed after it had stored it stores it again.
     *
     * @throws LostCutException if the cut before one of them never came
     */
    List<StoredCut> admit(List<StoredCut> cuts) {
        List<StoredCut> admitted = new ArrayList<>(cuts.size());
        for (StoredCut cut : cuts) {
            if (cut.manifest().cut() <= lastCut) {
                continue;
            }
            if (cut.manifest().cut() != lastCut + 1) {
                throw new LostCutException(cut);
            }
            lastCut = cut.manifest().cut();
            List<SessionRange> sessions = cut.manifest().sessions();
            if (sessions.stream().allMatch(this::continues)) {
                sessions.stream()
                        .filter(SessionRange::resumable)
                        .forEach(range -> last.put(range.session(), range.last()));
                admitted.add(cut);
            } else {
                sessions.forEach(range -> fenced.add(range.session()));
            }
        }
        return admitted;
    }

    /** Forgets the sessions that said farewell before the cuts just admitted. */
    void forget() {
        for (String session = gone.poll(); session != null; session = gone.poll()) {
            last.remove(session);
            fenced.remove(session);
        }
    }

    /**
     * Answers greetings.
     *
     * @param rows finds what is kept of a session; null if nothing is
     */
    void answer(Map<String, CompletableFuture<Greeting>> waiting, Function<String, @Nullable SessionRow> rows) {
        waiting.forEach((session, answer) -> {
            SessionRow row = rows.apply(session);
            Greeting greeting =
                    row == null ? new Greeting(false, 0, List.of()) : new Greeting(true, row.last(), row.refusals());
            greeted(session, greeting.last());
            answer.complete(greeting);
        });
    }

    private boolean continues(SessionRange range) {
        if (fenced.contains(range.session())) {
            return false;
        }
        return !range.resumable() || last.getOrDefault(range.session(), -1L) + 1 == range.first();
    }
}
