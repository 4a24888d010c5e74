package io.roundabout.entrance;

import io.roundabout.Refusal;
import io.roundabout.RefusalCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a slice in the order it was written. */
public final class SliceReader {
    private SliceReader() {}

    /** Takes what a slice holds, one call each, in order. */
    public interface Visitor {
        /** A message that was taken. */
        void message(FramedMessage message);

        /** A message that was refused and is to be set aside. */
        void refused(RefusedMessage message);

        /** How far a session has come. */
        void session(SessionProgress progress);
    }

    /**
     * Reads {@code slice} from beginning to end.
     *
     * @throws IllegalArgumentException if the slice is damaged
     */
    public static void read(byte[] slice, Visitor visitor) {
        ByteBuffer in = ByteBuffer.wrap(slice);
        while (in.hasRemaining()) {
            byte kind = in.get();
            switch (kind) {
                case SliceWriter.MESSAGE -> visitor.message(message(in));
                case SliceWriter.REFUSED -> visitor.refused(refused(in));
                case SliceWriter.SESSION -> visitor.session(session(in));
                default -> throw new IllegalArgumentException("slice holds an entry of unknown kind " + kind);
            }
        }
    }

    private static FramedMessage message(ByteBuffer in) {
        int position = in.getInt();
        int stream = in.getShort() & 0xFFFF;
        BodyFormat format = BodyFormat.of(in.get());
        byte[] key = optional(in);
        DuplicateId id = id(in);
        String type = optionalText(in);
        String messageId = optionalText(in);
        String trace = optionalText(in);
        return new FramedMessage(position, stream, format, key, id, type, messageId, trace, bytes(in, in.getInt()));
    }

    private static @Nullable String optionalText(ByteBuffer in) {
        byte[] utf8 = optional(in);
        return utf8 == null ? null : text(utf8);
    }

    private static @Nullable DuplicateId id(ByteBuffer in) {
        byte[] utf8 = optional(in);
        return utf8 == null ? null : new DuplicateId(utf8, in.getInt(), in.getLong());
    }

    private static RefusedMessage refused(ByteBuffer in) {
        return new RefusedMessage(
                in.getInt(),
                in.getShort() & 0xFFFF,
                RefusalCode.of(string(in)),
                string(in),
                string(in),
                RefusedMessage.Kept.of(in.get()),
                bytes(in, in.getInt()));
    }

    private static SessionProgress session(ByteBuffer in) {
        String session = string(in);
        long last = in.getLong();
        int count = in.getInt();
        List<Refusal> refusals = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            refusals.add(new Refusal(in.getLong(), RefusalCode.of(string(in)), string(in)));
        }
        return new SessionProgress(session, last, refusals);
    }

    private static String string(ByteBuffer in) {
        byte[] value = optional(in);
        return value == null ? "" : text(value);
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private static byte @Nullable [] optional(ByteBuffer in) {
        int length = in.getShort() & 0xFFFF;
        return length == SliceWriter.ABSENT ? null : bytes(in, length);
    }

    private static byte[] bytes(ByteBuffer in, int length) {
        byte[] value = new byte[length];
        in.get(value);
        return value;
    }
}
