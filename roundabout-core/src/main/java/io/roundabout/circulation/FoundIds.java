package io.roundabout.circulation;

import io.roundabout.Refusal;
import io.roundabout.RefusalCode;
import io.roundabout.entrance.BatchRange;
import io.roundabout.entrance.DuplicateId;
import io.roundabout.entrance.LateAnswers;
import io.roundabout.entrance.SessionRange;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.BinaryOperator;

/**
 * What the ids of a turn's messages told: who is to hear of which duplicates and conflicts, and which batches are void. Found in the partitions of the
 * keys, told where the sessions are known. Bounded by the messages of two cuts, at eight bytes each. Confined to one thread.
 */
final class FoundIds implements Serializable {
    /** Text of a refusal with {@code conflict}. */
    static final String CONFLICT =
            "a message with its id and another body came before. Use a new id for a new message.";

    private static final long serialVersionUID = 1L;

    private final HashMap<Sender, Numbers> duplicates = new HashMap<>();
    private final HashMap<Sender, Numbers> conflicts = new HashMap<>();
    private final HashMap<Batch, VoidBatch> spoilt = new HashMap<>();
    private final HashMap<Sender, TreeMap<Long, Long>> voids = new HashMap<>();

    /** A batch in a turn. */
    private record Batch(int cut, BatchRange range) implements Serializable {}

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

    /**
     * Returns what all partitions of a turn found.
     *
     * @param voids batches of which the turn was to take nothing
     */
    static FoundIds in(Collection<PartitionOutcome> outcomes, List<VoidBatch> voids) {
        FoundIds all = new FoundIds();
        for (VoidBatch each : voids) {
            all.voids
                    .computeIfAbsent(new Sender(each.cut(), each.batch().session()), sender -> new TreeMap<>())
                    .put(each.batch().lastNumber(), each.number());
        }
        for (PartitionOutcome outcome : outcomes) {
            FoundIds found = outcome.ids();
            found.duplicates.forEach(
                    (sender, numbers) -> of(all.duplicates, sender).add(numbers));
            found.conflicts.forEach(
                    (sender, numbers) -> of(all.conflicts, sender).add(numbers));
            found.spoilt.values().forEach(all::spoils);
        }
        return all;
    }

    /** Returns the batches that turned out to be void, each with its first conflict. The turn must not be committed unless there are none. */
    List<VoidBatch> spoilt() {
        return List.copyOf(spoilt.values());
    }

    /** Notes a conflict inside a batch. */
    void spoils(VoidBatch batch) {
        spoilt.merge(
                new Batch(batch.cut(), batch.batch()),
                batch,
                BinaryOperator.minBy(Comparator.comparingInt(VoidBatch::position)));
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
            LateAnswers late = new LateAnswers(
                    refusals(sorted(conflicts, sender), voids.getOrDefault(sender, new TreeMap<>())),
                    sorted(duplicates, sender));
            if (!late.equals(LateAnswers.NONE)) {
                answers.put(sessions.get(i).session(), late);
            }
        }
        return answers;
    }

    /** Returns the conflicts that resumable sessions are to be told again if they ask, by session. */
    Map<String, List<Long>> conflicts(List<StoredCut> cuts) {
        Map<String, List<Long>> remembered = new LinkedHashMap<>();
        forEachResumable(cuts, conflicts.isEmpty(), (session, sender) -> {
            List<Long> numbers = sorted(conflicts, sender);
            if (!numbers.isEmpty()) {
                remembered.computeIfAbsent(session, key -> new ArrayList<>()).addAll(numbers);
            }
        });
        remembered.replaceAll((session, numbers) -> newest(numbers));
        return remembered;
    }

    /** Returns the void batches that they are to be told of, by session: the number to blame by that of the last message. */
    Map<String, Map<Long, Long>> voids(List<StoredCut> cuts) {
        Map<String, TreeMap<Long, Long>> remembered = new LinkedHashMap<>();
        forEachResumable(cuts, voids.isEmpty(), (session, sender) -> {
            TreeMap<Long, Long> numbers = voids.get(sender);
            if (numbers != null) {
                remembered.computeIfAbsent(session, key -> new TreeMap<>()).putAll(numbers);
            }
        });
        remembered.values().forEach(numbers -> {
            while (numbers.size() > SessionRows.REFUSALS_KEPT) {
                numbers.pollFirstEntry();
            }
        });
        return new LinkedHashMap<>(remembered);
    }

    private static void forEachResumable(List<StoredCut> cuts, boolean none, BiConsumer<String, Sender> each) {
        for (int cut = 0; cut < cuts.size() && !none; cut++) {
            List<SessionRange> sessions = cuts.get(cut).manifest().sessions();
            for (int i = 0; i < sessions.size(); i++) {
                if (sessions.get(i).resumable()) {
                    each.accept(sessions.get(i).session(), new Sender(cut, i));
                }
            }
        }
    }

    /** Returns the refusals of conflicts and of void batches, in order of number. */
    static List<Refusal> refusals(List<Long> conflicts, Map<Long, Long> voids) {
        List<Refusal> refusals = new ArrayList<>();
        conflicts.forEach(number -> refusals.add(new Refusal(number, RefusalCode.CONFLICT, CONFLICT)));
        voids.forEach((last, toBlame) -> refusals.add(new Refusal(
                last,
                RefusalCode.BATCH_REFUSED,
                "nothing of the batch was taken: message " + toBlame + " was refused. Correct it.")));
        // Of a last message with a conflict both are told, and a sort keeps the order of what it finds equal.
        refusals.sort(Comparator.comparingLong(Refusal::number));
        return refusals;
    }

    private static List<Long> sorted(Map<Sender, Numbers> numbers, Sender sender) {
        Numbers found = numbers.get(sender);
        return found == null ? List.of() : found.sorted();
    }

    private static List<Long> newest(List<Long> numbers) {
        return List.copyOf(numbers.subList(Math.max(0, numbers.size() - SessionRows.REFUSALS_KEPT), numbers.size()));
    }
}
