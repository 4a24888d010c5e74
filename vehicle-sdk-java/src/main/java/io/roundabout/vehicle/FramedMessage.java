package io.roundabout.vehicle;

/**
 * A message as it is written. The arrays are not copied.
 *
 * @param stream name of the stream
 * @param head what stands before the body
 * @param body the body, after which a line end is written
 */
// Never compared.
@SuppressWarnings("ArrayRecordComponent")
record FramedMessage(String stream, byte[] head, byte[] body) {
    long length() {
        return (long) head.length + body.length + 1;
    }
}
