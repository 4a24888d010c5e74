package io.roundabout.api;

/**
 * A subscription that was ended.
 *
 * @param subscription its address, {@code TOPIC/CONTAINER/LINK}
 * @param discarded messages it held that nobody took; the topic and other subscriptions keep theirs
 */
public record EndedView(String subscription, long discarded) {}
