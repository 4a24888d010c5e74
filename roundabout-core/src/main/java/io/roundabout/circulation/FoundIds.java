package io.roundabout.circulation;

import io.roundabout.Refusal;
import io.roundabout.RefusalCode;
import io.roundabout.entrance.DuplicateId;
import io.roundabout.entrance.LateAnswers;
import io.roundabout.entrance.SessionRange;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the ids of a turn's messages told: who is to hear of which duplicates and conflicts. Found in the partitions of the
 * keys, told where the sessions are known. Bounded by the messages of two cuts, at eight bytes each. Confined to one thread.
 */
final class FoundIds implements Serializable {
    /** Text of a refusal with {@code conflict}. */
    static final String CONFLICT =
            "a message with its id and another body came before. Use a new id for a new message.";

    private static final long serialVersionUID = 1L;

    private final HashMap<Sender, Numbers> duplicates = new HashMap<>();
    private final HashMap<Sender, Numbers> conflicts = new HashMap<>();

    /**
     * A session in a cut.
     *
     * @param cut index of the cut in the turn
     * @param session index into {@link io.roundabout.entrance.CutManifest#sessions}
     */
    private record Sender(int cut, int session) implements Serializable {}

    /** Numbers of messages, without an object for each. */
    private static final class Numbers implements Serializable {
        private static final long serialVersionUID = 1L;

        private long[] values = new long[4];
        private int size;

        void add(long number) {
            if (size == values.length) {
                values = Arrays.copyOf(values, 2 * size);
            }
            values[size++] = number;
        }

        void add(Numbers other) {
            Arrays.stream(other.values, 0, other.size).forEach(this::add);
        }

        List<Long> sorted() {
            return Arrays.stream(values, 0, size).sorted().boxed().toList();
        }
    }

    /** Returns what all partitions of a turn found. */
    static FoundIds in(List<TurnResult> results) {
        FoundIds all = new FoundIds();
        for (TurnResult result : results) {
            FoundIds found = result.outcome().ids();
            found.duplicates.forEach(
                    (sender, numbers) -> of(all.duplicates, sender).add(numbers));
            found.conflicts.forEach(
                    (sender, numbers) -> of(all.conflicts, sender).add(numbers));
        }
        return all;
    }

    void duplicate(int cut, DuplicateId id) {
        of(duplicates, new Sender(cut, id.session())).add(id.number());
    }

    void conflict(int cut, DuplicateId id) {
        of(conflicts, new Sender(cut, id.session())).add(id.number());
    }

    private static Numbers of(Map<Sender, Numbers> numbers, Sender sender) {
        return numbers.computeIfAbsent(sender, key -> new Numbers());
    }

    /** Returns what the sessions of the turn's cut {@code index} are to be told, by session. */
    Map<String, LateAnswers> answers(int index, StoredCut cut) {
        Map<String, LateAnswers> answers = new HashMap<>();
        List<SessionRange> sessions = cut.manifest().sessions();
        for (int i = 0; i < sessions.size(); i++) {
            Sender sender = new Sender(index, i);
            if (duplicates.containsKey(sender) || conflicts.containsKey(sender)) {
                answers.put(
                        sessions.get(i).session(),
                        new LateAnswers(refusals(sorted(conflicts, sender)), sorted(duplicates, sender)));
            }
        }
        return answers;
    }

    /** Returns the conflicts that resumable sessions are to be told again if they ask, by session. */
    Map<String, List<Long>> toRemember(List<StoredCut> cuts) {
        Map<String, List<Long>> remembered = new LinkedHashMap<>();
        for (int cut = 0; cut < cuts.size() && !conflicts.isEmpty(); cut++) {
            List<SessionRange> sessions = cuts.get(cut).manifest().sessions();
            for (int i = 0; i < sessions.size(); i++) {
                List<Long> numbers = sorted(conflicts, new Sender(cut, i));
                if (sessions.get(i).resumable() && !numbers.isEmpty()) {
                    remembered
                            .computeIfAbsent(sessions.get(i).session(), session -> new ArrayList<>())
                            .addAll(numbers);
                }
            }
        }
        remembered.replaceAll((session, numbers) -> newest(numbers));
        return remembered;
    }

    static List<Refusal> refusals(List<Long> conflicts) {
        return conflicts.stream()
                .map(number -> new Refusal(number, RefusalCode.CONFLICT, CONFLICT))
                .toList();
    }

    private static List<Long> sorted(Map<Sender, Numbers> numbers, Sender sender) {
        Numbers found = numbers.get(sender);
        return found == null ? List.of() : found.sorted();
    }

    private static List<Long> newest(List<Long> numbers) {
        return List.copyOf(numbers.subList(Math.max(0, numbers.size() - SessionRows.REFUSALS_KEPT), numbers.size()));
    }
}
