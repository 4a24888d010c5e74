package io.roundabout.state;

import org.jspecify.annotations.Nullable;

/**
 * The duplicate ids of one state partition, during one turn: what of them came before, and for how long they are remembered.
 * A message without an id costs nothing here. What is found is right whenever rows are forgotten. Confined to the turn.
 */
public final class Ids {
    /**
     * Ids that a turn forgets beside twice as many as it added: what is due after a long rest goes a little with each turn,
     * and no turn takes long.
     */
    static final int FORGOTTEN_A_TURN = 1_000;

    private static final byte[] NO_KEY = new byte[0];

    private final HeldState state;
    private final Names names;
    private final IdPolicy policy;
    private final long nowMillis;
    private final Leavings leavings;

    /** What is to be done with a message. */
    public enum Finding {
        /** It is taken: it is new, or replaces what came before. */
        NEW,
        /** It came before: it is counted and not taken. */
        DUPLICATE,
        /** Another body came before with its id: it is refused. */
        CONFLICT
    }

    /** Opens the ids; {@code nowMillis} is hub time, milliseconds since 1970. */
    Ids(HeldState state, Names names, IdPolicy policy, long nowMillis) {
        this.state = state;
        this.names = names;
        this.policy = policy;
        this.nowMillis = nowMillis;
        leavings = new Leavings(state);
    }

    /**
     * Finds out whether a message came before, and remembers it if it did not.
     *
     * @param stream name of its stream
     * @param key UTF-8 of its key, or null
     * @param id UTF-8 of its id
     * @param body its body
     * @param places inputs of joins, or mailboxes, that will hold it if it is taken; each must tell when it {@linkplain
     *     #left left}
     */
    public Finding meet(String stream, byte @Nullable [] key, byte[] id, byte[] body, int places) {
        byte[] row = row(names.number(stream), key, id);
        byte[] hash = RememberedId.hashOf(body);
        RememberedId before = RememberedId.read(state.get(row));
        if (before == null || before.isForgotten(nowMillis, policy.rememberMillis(stream))) {
            state.put(row, new RememberedId(hash, places, 0).write());
            return Finding.NEW;
        }
        if (before.isOf(hash)) {
            return Finding.DUPLICATE;
        }
        if (!policy.replaces(stream)) {
            return Finding.CONFLICT;
        }
        // Where the one before is still in force it is about to be superseded, and then tells so.
        state.put(row, new RememberedId(hash, before.places() + places, 0).write());
        return Finding.NEW;
    }

    /**
     * Hears that one of the places that held a message let it go.
     *
     * @param stream number of its stream
     * @throws IllegalStateException if no place held it: held state is damaged, or we have a bug
     */
    public void left(int stream, byte @Nullable [] key, byte[] id) {
        byte[] row = row(stream, key, id);
        RememberedId before = RememberedId.read(state.get(row));
        if (before == null || before.places() == 0) {
            throw new IllegalStateException("a message of stream " + stream + " left whose id nothing held");
        }
        int places = before.places() - 1;
        state.put(row, new RememberedId(before.hash(), places, places == 0 ? nowMillis : 0).write());
        if (places == 0) {
            leavings.add(rememberMillis(stream), row, nowMillis);
        }
    }

    /** Forgets what is due, as far as a turn may, and writes how far it came. Called once, in a turn that writes. */
    public void flush() {
        leavings.takeDue(nowMillis, FORGOTTEN_A_TURN + 2 * leavings.added(), this::forget);
        leavings.flush();
    }

    /** The message may have come again meanwhile, or the rules have changed. */
    private void forget(byte[] row, long leftMillis) {
        RememberedId remembered = RememberedId.read(state.get(row));
        if (remembered == null || remembered.places() > 0 || remembered.leftMillis() != leftMillis) {
            return;
        }
        long rememberMillis = rememberMillis(RowKey.nameOf(row));
        if (remembered.isForgotten(nowMillis, rememberMillis)) {
            state.remove(row);
        } else {
            leavings.add(rememberMillis, row, leftMillis);
        }
    }

    /** What is left of a stream that was removed can be forgotten. */
    private long rememberMillis(int stream) {
        return names.name(stream).map(policy::rememberMillis).orElse(1L);
    }

    private static byte[] row(int stream, byte @Nullable [] key, byte[] id) {
        return RowKey.id(stream, key == null ? NO_KEY : key, id);
    }
}
