package io.roundabout.gate;

import io.roundabout.outbox.BrokerAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A broker without sockets that does what a test says, to one relay at a time. Confined to one thread. */
final class TestingBroker implements BrokerLink.Dialer {
    private final List<String> dialled = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    private BrokerLink.@Nullable Owner waiting;
    private OptionalLong mostBytes = OptionalLong.empty();
    private int givenUp;

    @Override
    public Runnable dial(String output, BrokerAddress broker, BrokerLink.Owner owner) {
        dialled.add(output + " " + broker);
        waiting = owner;
        return () -> givenUp++;
    }

    /** Says how large messages may be. */
    TestingBroker mostBytes(long bytes) {
        mostBytes = OptionalLong.of(bytes);
        return this;
    }

    /** Returns who was to be reached, and when in vain. */
    List<String> dialled() {
        return dialled;
    }

    /** Lets in whoever dialled last, with credit. */
    Link letIn(int credit) {
        Link link = new Link(caller(), credit, mostBytes);
        links.add(link);
        link.owner.onOpen(link);
        return link;
    }

    /** Does not let in whoever dialled last. */
    void refuse(String why) {
        caller().onLost(why);
    }

    private BrokerLink.Owner caller() {
        BrokerLink.Owner owner = waiting;
        waiting = null;
        if (owner == null) {
            throw new AssertionError("nobody dials");
        }
        return owner;
    }

    /** Returns how many gave up before they were let in. */
    int givenUp() {
        return givenUp;
    }

    /** What was sent on one link. */
    static final class Link implements BrokerLink {
        private final Owner owner;
        private final OptionalLong mostBytes;
        private final List<HeldMessage> messages = new ArrayList<>();
        private final List<String> ids = new ArrayList<>();
        private int credit;
        private boolean closed;

        Link(Owner owner, int credit, OptionalLong mostBytes) {
            this.owner = owner;
            this.credit = credit;
            this.mostBytes = mostBytes;
        }

        /** Decides about the message that was sent as {@code index}-th on this link. */
        void decide(int index, Disposal disposal, String detail) {
            owner.onFate(messages.get(index), disposal, detail);
        }

        /** Is lost, with what it was sent. */
        void lose(String why) {
            owner.onLost(why);
        }

        /** Gives credit. */
        void give(int more) {
            credit += more;
            owner.onRoom();
        }

        HeldMessage get(int index) {
            return messages.get(index);
        }

        List<String> ids() {
            return ids;
        }

        boolean isClosed() {
            return closed;
        }

        @Override
        public int credit() {
            return credit;
        }

        @Override
        public boolean canSend() {
            return credit > 0;
        }

        @Override
        public OptionalLong mostBytes() {
            return mostBytes;
        }

        @Override
        public void send(HeldMessage message, String id) {
            if (closed) {
                throw new AssertionError("it is closed");
            }
            credit--;
            messages.add(message);
            ids.add(id);
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
