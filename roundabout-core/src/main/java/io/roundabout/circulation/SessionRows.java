package io.roundabout.circulation;

import io.roundabout.Refusal;
import io.roundabout.RefusalCode;
import io.roundabout.circulation.PartitionOutcome.SessionRow;
import io.roundabout.entrance.SessionProgress;
import io.roundabout.state.HeldState;
import io.roundabout.state.RowKey;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The resumable sessions of one state partition during one turn. Confined to the thread of the turn. */
final class SessionRows {
    /** Refusals kept of a session. Source: wire contract, section 1, {@code known=}. */
    static final int REFUSALS_KEPT = 1_000;

    /** How long a session is remembered after its last message. Source: wire contract, section 1, {@code session.remember}. */
    static final Duration REMEMBERED = Duration.ofDays(30);

    private static final byte VERSION = 1;

    private final HeldState state;
    private final long nowMillis;
    private final Map<String, SessionRow> changed = new LinkedHashMap<>();

    SessionRows(HeldState state, long nowMillis) {
        this.state = state;
        this.nowMillis = nowMillis;
    }

    /** Returns what is known of a session; empty if nothing is, or it was forgotten. */
    Optional<SessionRow> find(String session) {
        SessionRow row = changed.get(session);
        if (row != null) {
            return Optional.of(row);
        }
        byte[] stored = state.get(RowKey.session(session));
        return Optional.ofNullable(stored).map(SessionRows::read).filter(this::isRemembered);
    }

    private boolean isRemembered(SessionRow row) {
        return nowMillis - row.seenMillis() < REMEMBERED.toMillis();
    }

    /** Takes the progress of a session; of its refusals the newest are kept. */
    void progress(SessionProgress progress) {
        List<Refusal> refusals = new ArrayList<>();
        find(progress.session()).ifPresent(before -> refusals.addAll(before.refusals()));
        refusals.addAll(progress.refusals());
        changed.put(progress.session(), new SessionRow(progress.last(), nowMillis, newest(refusals)));
    }

    /** Adds what was refused of a session's messages only after its progress was written; the newest are kept. */
    void refuse(String session, List<Refusal> late) {
        find(session).ifPresent(row -> {
            List<Refusal> refusals = new ArrayList<>(row.refusals());
            refusals.addAll(late);
            refusals.sort(Comparator.comparingLong(Refusal::number));
            changed.put(session, new SessionRow(row.last(), row.seenMillis(), newest(refusals)));
        });
    }

    private static List<Refusal> newest(List<Refusal> refusals) {
        int from = Math.max(0, refusals.size() - REFUSALS_KEPT);
        return new ArrayList<>(refusals.subList(from, refusals.size()));
    }

    /** Writes what changed. */
    void flush() {
        changed.forEach((session, row) -> state.put(RowKey.session(session), write(row)));
    }

    static byte[] write(SessionRow row) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeLong(row.last());
            out.writeLong(row.seenMillis());
            out.writeInt(row.refusals().size());
            for (Refusal refusal : row.refusals()) {
                out.writeLong(refusal.number());
                writeText(out, refusal.code().word());
                writeText(out, refusal.text());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static SessionRow read(byte[] stored) {
        ByteBuffer in = ByteBuffer.wrap(stored);
        byte version = in.get();
        if (version != VERSION) {
            throw new IllegalArgumentException("session of version " + version + "; this hub reads " + VERSION);
        }
        long last = in.getLong();
        long seenMillis = in.getLong();
        int count = in.getInt();
        List<Refusal> refusals = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            refusals.add(new Refusal(in.getLong(), RefusalCode.of(readText(in)), readText(in)));
        }
        return new SessionRow(last, seenMillis, refusals);
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
    }

    private static String readText(ByteBuffer in) {
        byte[] utf8 = new byte[in.getInt()];
        in.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
