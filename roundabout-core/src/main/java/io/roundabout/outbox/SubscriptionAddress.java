package io.roundabout.outbox;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Who subscribed to what. Its text is the address of the subscription's lane, {@code TOPIC/CONTAINER/LINK}, the last two
 * percent-encoded; no address that a client could attach to looks like it.
 *
 * @param topic name of the output
 * @param container container-id of the client
 * @param link name of its link
 */
public record SubscriptionAddress(String topic, String container, String link) {
    private static final String SLASH = "/";

    /** Tells whether an address is that of a subscription. */
    public static boolean isSubscription(String address) {
        return !Outbox.isDeadLetters(address) && address.indexOf(SLASH) != address.lastIndexOf(SLASH);
    }

    /** Returns the topic of a subscription, or the address itself. */
    public static String topicOf(String address) {
        return isSubscription(address) ? address.substring(0, address.indexOf(SLASH)) : address;
    }

    /**
     * Reads the address of a subscription.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static SubscriptionAddress read(String address) {
        String[] parts = address.split(SLASH, -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("'" + address + "' is not TOPIC/CONTAINER/LINK");
        }
        return new SubscriptionAddress(parts[0], decoded(parts[1]), decoded(parts[2]));
    }

    /** Returns the address of its lane. */
    public String text() {
        return topic + SLASH + encoded(container) + SLASH + encoded(link);
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8);
    }

    private static String decoded(String name) {
        return URLDecoder.decode(name, StandardCharsets.UTF_8);
    }
}
