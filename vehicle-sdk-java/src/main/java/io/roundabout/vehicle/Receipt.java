package io.roundabout.vehicle;

/**
 * The hub's word that a message is kept: it survives {@code kill -9} of the hub and, where the disk honours fsync, loss of
 * power.
 *
 * @param stream the stream it was pushed to
 * @param number its number in the session, at least 1
 * @param duplicate whether the hub said that it already had this message, by its id
 */
public record Receipt(String stream, long number, boolean duplicate) {}
