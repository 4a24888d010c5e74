package io.roundabout.gate;

import io.roundabout.outbox.AddressBook;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.apache.qpid.proton.amqp.DescribedType;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Modified;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.messaging.Released;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.transport.AmqpError;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.jspecify.annotations.Nullable;

/** What a client wants to collect, read from the source of its attach (AMQP 1.0 section 3.5.3). Immutable. */
final class AttachRequest {
    private static final Symbol COPY = Symbol.valueOf("copy");
    private static final Symbol MOVE = Symbol.valueOf("move");
    private static final Symbol TOPIC = Symbol.valueOf("topic");
    private static final Symbol SELECTOR = Symbol.valueOf("apache.org:selector-filter:string");
    private static final UnsignedLong SELECTOR_CODE = UnsignedLong.valueOf(0x0000468C00000004L);

    private AttachRequest() {}

    /** Returns whether {@code source} is to be browsed. */
    static boolean isCopy(org.apache.qpid.proton.amqp.transport.@Nullable Source source) {
        return source instanceof Source it && COPY.equals(it.getDistributionMode());
    }

    /** Returns why {@code wanted} cannot be collected from; empty if it can. */
    static Optional<ErrorCondition> refusal(
            org.apache.qpid.proton.amqp.transport.@Nullable Source wanted, AddressBook addresses) {
        if (!(wanted instanceof Source source)) {
            return refused(AmqpError.INVALID_FIELD, "a receiver needs a source with an address");
        }
        if (source.getDynamic()) {
            return refused(AmqpError.NOT_IMPLEMENTED, "dynamic sources are not supported; name an output");
        }
        if (hasSelector(source.getFilter())) {
            return refused(AmqpError.NOT_IMPLEMENTED, "selectors are not supported; filter in a pipeline");
        }
        if (source.getCapabilities() != null
                && Arrays.asList(source.getCapabilities()).contains(TOPIC)) {
            return refused(AmqpError.NOT_IMPLEMENTED, "topics are not supported; attach to a queue");
        }
        String address = source.getAddress();
        if (address == null || address.isEmpty()) {
            return refused(AmqpError.INVALID_FIELD, "a receiver needs a source with an address");
        }
        return addresses.refusal(address).map(text -> new ErrorCondition(AmqpError.NOT_FOUND, text));
    }

    private static Optional<ErrorCondition> refused(Symbol condition, String text) {
        return Optional.of(new ErrorCondition(condition, text));
    }

    private static boolean hasSelector(@Nullable Map<?, ?> filters) {
        return filters != null && filters.values().stream().anyMatch(AttachRequest::isSelector);
    }

    private static boolean isSelector(Object filter) {
        return filter instanceof DescribedType described
                && (SELECTOR.equals(described.getDescriptor()) || SELECTOR_CODE.equals(described.getDescriptor()));
    }

    /**
     * Returns what the gate's attach says of the source: what a client gives back without a word is released. No filter
     * is echoed, because none is applied.
     */
    static Source answer(String address, boolean copy) {
        Source source = new Source();
        source.setAddress(address);
        source.setDistributionMode(copy ? COPY : MOVE);
        source.setDefaultOutcome(Released.getInstance());
        source.setOutcomes(
                Accepted.DESCRIPTOR_SYMBOL,
                Rejected.DESCRIPTOR_SYMBOL,
                Released.DESCRIPTOR_SYMBOL,
                Modified.DESCRIPTOR_SYMBOL);
        return source;
    }
}
