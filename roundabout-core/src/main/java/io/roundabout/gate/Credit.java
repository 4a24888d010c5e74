package io.roundabout.gate;

/**
 * Credit of a link on the sending side: unsigned 32-bit numbers that wrap (AMQP 1.0 section 2.6.7). Proton-J keeps it in
 * an int, where 2^32-1 reads as -1 and credit taken back while transfers are under way reads as nearly endless.
 */
final class Credit {
    /** The most there is. */
    static final long UNSIGNED = 0xFFFF_FFFFL;

    private int deliveryCount;
    private long left;

    /** Returns the messages that may still be sent, 0 to 2^32-1. */
    long left() {
        return left;
    }

    /** Returns the number of messages sent or given up, as sent in flow frames. */
    int deliveryCount() {
        return deliveryCount;
    }

    /**
     * Takes what a flow frame grants.
     *
     * @param seen the receiver's delivery-count, as unsigned
     * @param granted its link-credit, as unsigned
     */
    void grant(int seen, int granted) {
        left = Math.max(0, Integer.toUnsignedLong(granted) - underWay(deliveryCount, seen));
    }

    /** Returns how many messages the receiver had not seen yet, as unsigned difference of two counts. */
    static long underWay(int sent, int seen) {
        return (sent - seen) & UNSIGNED;
    }

    /** Uses one. */
    void use() {
        deliveryCount++;
        left--;
    }

    /** Gives up all that is left. */
    void drain() {
        deliveryCount += (int) left;
        left = 0;
    }
}
