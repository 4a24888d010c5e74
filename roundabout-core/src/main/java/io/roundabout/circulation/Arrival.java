package io.roundabout.circulation;

/**
 * What is known of the messages of a stream that are expected. It is in each line of the epoch log.
 *
 * @param sinceMillis hub time from which on they are watched, milliseconds since 1970
 * @param lastMillis hub time of the last, milliseconds since 1970; 0 if none came since
 */
public record Arrival(long sinceMillis, long lastMillis) {}
