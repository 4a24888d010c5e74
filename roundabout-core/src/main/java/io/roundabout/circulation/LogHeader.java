package io.roundabout.circulation;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * What an epoch log file says before its first record. What a later format says beside it is passed over, so that its number can
 * be told.
 *
 * @param format version of the state format; a hub opens its own and older ones
 * @param hub id of the state folder, given once; message ids begin with it
 * @param partitions number of state partitions, given once
 * @param pipeline the applied pipeline as text, empty if none
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record LogHeader(int format, String hub, int partitions, String pipeline) {
    /**
     * The state format of this hub: one more with whatever an older hub could not read. 1: the first; 2: counter {@code
     * IN_BYTES}. Decided in docs/decisions/0001-state-layout.md.
     */
    static final int FORMAT = 2;

    /** Returns the header of what this hub writes: from its first line on, an older one is to refuse the state. */
    LogHeader ofThisHub() {
        return new LogHeader(FORMAT, hub, partitions, pipeline);
    }

    /** Returns the header with another pipeline. */
    LogHeader withPipeline(String text) {
        return new LogHeader(format, hub, partitions, text);
    }
}
