package io.roundabout.entrance;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What a cut holds, told to the driver with the block; see docs/decisions on the cut.
 *
 * @param cut number of the cut at its entrance, counted from 1 and never reused while the entrance lives
 * @param sessions the sessions with messages in the cut
 * @param streams names of the streams in the cut; messages refer to them by index
 * @param identified whether a message of the cut has a duplicate id
 * @param batches what came as atomic batches, in order of arrival; one without ids only if it has two messages or more
 * @param messages how many messages the slices hold, refused ones that are set aside included: arrival positions in the
 *     cut run from 0 to {@code messages - 1}
 * @param sliceBytes length of each partition's slice, in bytes
 * @param arrivedMicros when the first of its messages was framed, by the wall of the entrance's machine, microseconds since
 *     1970; 0 if that is not known
 */
public record CutManifest(
        long cut,
        List<SessionRange> sessions,
        List<String> streams,
        boolean identified,
        List<BatchRange> batches,
        int messages,
        List<Integer> sliceBytes,
        long arrivedMicros)
        implements Serializable {
    public CutManifest {
        sessions = new ArrayList<>(sessions);
        streams = new ArrayList<>(streams);
        batches = new ArrayList<>(batches);
        sliceBytes = new ArrayList<>(sliceBytes);
    }

    /** A cut of which it is not known when its messages came. */
    @SuppressWarnings("ParameterNumber") // the record's own, but for the last
    public CutManifest(
            long cut,
            List<SessionRange> sessions,
            List<String> streams,
            boolean identified,
            List<BatchRange> batches,
            int messages,
            List<Integer> sliceBytes) {
        this(cut, sessions, streams, identified, batches, messages, sliceBytes, 0);
    }
}
