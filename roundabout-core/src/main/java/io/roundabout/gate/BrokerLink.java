package io.roundabout.gate;

import io.roundabout.outbox.BrokerAddress;
import java.util.OptionalLong;

/** A link on which a relay sends to a broker, once that has let it in. Confined to the gate's event loop. */
interface BrokerLink {
    /** Returns the messages that the broker still asks for. */
    int credit();

    /** Returns whether one more message may be sent now: there is credit, and the broker takes bytes as fast as they come. */
    boolean canSend();

    /** Returns the size of the largest message the broker takes, in bytes; empty if it did not say. */
    OptionalLong mostBytes();

    /**
     * Sends a message; called only when it {@link #canSend}.
     *
     * @param id its message-id
     */
    void send(HeldMessage message, String id);

    /** Closes the connection, with a word to the broker; its owner hears nothing more. */
    void close();

    /** What hears of a link. Called on the gate's event loop, and not from within a call of the link's. */
    interface Owner {
        /** Hears that the broker let it in. */
        void onOpen(BrokerLink link);

        /** Hears that there is new credit or room. */
        void onRoom();

        /** Hears what the broker decided about a message. */
        void onFate(HeldMessage message, Disposal disposal, String detail);

        /** Hears that it could not be opened, or was lost; what was sent and not decided is in doubt. It is told once. */
        void onLost(String why);
    }

    /** Comes to brokers. */
    @FunctionalInterface
    interface Dialer {
        /**
         * Begins to open a link for an output.
         *
         * @return gives it up, if it was not opened yet
         */
        Runnable dial(String output, BrokerAddress broker, Owner owner);
    }
}
