package io.roundabout.gate;

import io.roundabout.RefusalCode;
import io.roundabout.entrance.Defect;
import io.roundabout.entrance.PushedMessage;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.qpid.proton.codec.AMQPDefinedTypes;
import org.apache.qpid.proton.codec.DecoderImpl;
import org.apache.qpid.proton.codec.EncoderImpl;

/** Reads AMQP 1.0 messages (section 3.2) as they are pushed. Confined to the gate's event loop. */
final class MessageDecoder {
    private static final Defect UNREADABLE =
            new Defect(RefusalCode.BAD_BODY, "the bytes cannot be read as an AMQP 1.0 message");

    private final DecoderImpl decoder = new DecoderImpl();
    private final JsonForm json = new JsonForm();

    MessageDecoder() {
        AMQPDefinedTypes.registerAllTypes(decoder, new EncoderImpl(decoder));
    }

    /** Returns the message in {@code encoded}, or one with the defect {@code bad-body} if it cannot be read. */
    PushedMessage read(byte[] encoded) {
        PushedSections sections = new PushedSections(json);
        return read(ByteBuffer.wrap(encoded), sections)
                ? sections.message()
                : new PushedMessage(null, null, null, encoded, UNREADABLE);
    }

    /**
     * Returns what there is of a message of which only the beginning is kept.
     *
     * @param beginning its first bytes
     * @param defect why it is refused
     */
    PushedMessage readBeginning(byte[] beginning, Defect defect) {
        PushedSections sections = new PushedSections(json);
        ByteBuffer in = ByteBuffer.wrap(beginning);
        read(in, sections);
        int body = SectionStart.ofBody(beginning, in.position());
        return sections.with(defect, body < 0 ? beginning : Arrays.copyOfRange(beginning, body, beginning.length));
    }

    /** Reads section by section; leaves the position before the first that cannot be read, and returns false if there is one. */
    @SuppressWarnings("IllegalCatch") // Whatever Proton-J makes of a client's bytes, nested too deep or cut off.
    private boolean read(ByteBuffer in, PushedSections sections) {
        int whole = 0;
        try {
            decoder.setByteBuffer(in);
            while (in.hasRemaining()) {
                sections.add(decoder.readObject());
                whole = in.position();
            }
            return true;
        } catch (RuntimeException | StackOverflowError e) {
            in.position(whole);
            return false;
        }
    }
}
