package io.roundabout.gate;

import io.roundabout.outbox.AddressBook;
import io.roundabout.outbox.SubscriptionRequest;
import io.roundabout.outbox.SubscriptionRequest.Lasting;
import io.roundabout.outbox.SubscriptionRequest.Start;
import io.roundabout.outbox.SubscriptionRequest.Wish;
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
import org.apache.qpid.proton.amqp.messaging.TerminusDurability;
import org.apache.qpid.proton.amqp.messaging.TerminusExpiryPolicy;
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

    private static final Symbol FROM = Symbol.valueOf("roundabout:from");
    private static final Map<String, Start> START =
            Map.of("held", Start.HELD, "new", Start.NEW, "latest", Start.LATEST);

    private AttachRequest() {}

    /** Returns whether {@code source} is to be browsed. */
    static boolean isCopy(org.apache.qpid.proton.amqp.transport.@Nullable Source source) {
        return source instanceof Source it && COPY.equals(it.getDistributionMode());
    }

    /**
     * Returns whether {@code source} of a topic is to be subscribed to and not browsed. JMS clients ask for a copy where they
     * mean a durable subscription: it is a copy of their own.
     */
    static boolean subscribes(Source source) {
        return !isCopy(source) || TerminusExpiryPolicy.NEVER.equals(source.getExpiryPolicy());
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
        String address = source.getAddress();
        if (address == null || address.isEmpty()) {
            return refused(AmqpError.INVALID_FIELD, "a receiver needs a source with an address");
        }
        Optional<ErrorCondition> unknown =
                addresses.refusal(address).map(text -> new ErrorCondition(AmqpError.NOT_FOUND, text));
        if (unknown.isPresent()) {
            return unknown;
        }
        Optional<String> relayed = isCopy(source) ? Optional.empty() : addresses.relayed(address);
        return relayed.isPresent()
                ? refused(AmqpError.NOT_ALLOWED, relayed.get())
                : topicRefusal(source, addresses.isTopic(address));
    }

    private static Optional<ErrorCondition> topicRefusal(Source source, boolean topic) {
        boolean wantsTopic = source.getCapabilities() != null
                && Arrays.asList(source.getCapabilities()).contains(TOPIC);
        if (wantsTopic && !topic) {
            return refused(
                    AmqpError.NOT_IMPLEMENTED,
                    "'" + source.getAddress()
                            + "' is a queue; say 'deliver: topic' in the pipeline, or attach to a queue");
        }
        if (topic && from(source).isPresent() && START.get(from(source).get()) == null) {
            return refused(
                    AmqpError.INVALID_FIELD,
                    "filter " + FROM + " is '" + from(source).get() + "'; it can be held, new or latest");
        }
        return Optional.empty();
    }

    /** Returns what a receiver of a topic asks for. */
    static SubscriptionRequest subscription(String address, Source source) {
        boolean lasts = TerminusExpiryPolicy.NEVER.equals(source.getExpiryPolicy());
        Start start = from(source).map(START::get).orElse(Start.HELD);
        return new SubscriptionRequest(address, Wish.SUBSCRIBE, start, lasts ? Lasting.DURABLE : Lasting.LINK);
    }

    private static Optional<String> from(Source source) {
        Object filter = source.getFilter() == null ? null : source.getFilter().get(FROM);
        Object value = filter instanceof DescribedType described ? described.getDescribed() : filter;
        return Optional.ofNullable(value).map(Object::toString);
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

    /** Returns what the gate's attach says of the source of a subscription: what was asked, as far as it is done. */
    static Source subscribed(String topic, @Nullable Source asked) {
        Source source = answer(topic, false);
        source.setCapabilities(TOPIC);
        source.setDistributionMode(null);
        if (asked == null) {
            source.setExpiryPolicy(TerminusExpiryPolicy.NEVER);
            source.setDurable(TerminusDurability.UNSETTLED_STATE);
        } else {
            source.setExpiryPolicy(asked.getExpiryPolicy());
            source.setDurable(asked.getDurable());
            if (asked.getFilter() != null && asked.getFilter().containsKey(FROM)) {
                source.setFilter(Map.of(FROM, asked.getFilter().get(FROM)));
            }
        }
        return source;
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
