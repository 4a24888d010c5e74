package io.roundabout.entrance;

/**
 * Why a vehicle is not read. The words are those of docs/wire.md.
 *
 * @param stream the stream it concerns, or empty for all
 * @param reason {@code quota}, {@code window} or {@code disk}
 */
record Hold(String stream, String reason) {
    static final Hold WINDOW = new Hold("", "window");
    static final Hold DISK = new Hold("", "disk");

    static Hold quota(String stream) {
        return new Hold(stream, "quota");
    }

    /** Returns the notice that it began. */
    String began() {
        return "*hold" + where() + " reason=" + reason;
    }

    /** Returns the notice that it ended. */
    String ended() {
        return "*go" + where();
    }

    private String where() {
        return stream.isEmpty() ? "" : " stream=" + stream;
    }
}
