package io.roundabout.circulation;

/**
 * What an epoch log file says before its first record.
 *
 * @param format version of the state format; a hub opens its own and older ones
 * @param hub id of the state folder, given once; message ids begin with it
 * @param partitions number of state partitions, given once
 * @param pipeline the applied pipeline as text, empty if none
 */
record LogHeader(int format, String hub, int partitions, String pipeline) {
    /** The state format of this hub. */
    static final int FORMAT = 1;

    /** Returns the header with another pipeline. */
    LogHeader withPipeline(String text) {
        return new LogHeader(format, hub, partitions, text);
    }
}
