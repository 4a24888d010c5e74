package io.roundabout.outbox;

import java.io.Serializable;

/**
 * What is asked about a subscription.
 *
 * @param address its address, see {@link SubscriptionAddress}
 * @param wish what is asked
 * @param start for {@link Wish#SUBSCRIBE}: where it starts if it is new
 * @param lasting for {@link Wish#SUBSCRIBE}: how long it lasts; what is durable stays so
 */
public record SubscriptionRequest(String address, Wish wish, Start start, Lasting lasting) implements Serializable {
    /** What is asked. */
    public enum Wish {
        /** A link attached: the subscription begins, or goes on. */
        SUBSCRIBE,
        /** Its link left. */
        LEAVE,
        /** It ends, with all it holds. */
        END
    }

    /** Where a new subscription starts. */
    public enum Start {
        /** With all that the topic retains. */
        HELD,
        /** With what comes from now on. */
        NEW,
        /** With the latest message of each key that the topic retains. */
        LATEST
    }

    /** How long a subscription lasts. */
    public enum Lasting {
        /** As long as its link. */
        LINK,
        /** Until it is ended, or nobody came for {@code subscription.idle}. */
        DURABLE
    }

    /** Says that the link of a subscription left. */
    public static SubscriptionRequest leave(String address) {
        return new SubscriptionRequest(address, Wish.LEAVE, Start.HELD, Lasting.LINK);
    }

    /** Ends a subscription. */
    public static SubscriptionRequest end(String address) {
        return new SubscriptionRequest(address, Wish.END, Start.HELD, Lasting.LINK);
    }
}
