package io.roundabout.hub;

import io.roundabout.entrance.StreamCatalog;
import io.roundabout.outbox.AddressBook;
import io.roundabout.outbox.AddressPattern;
import io.roundabout.outbox.BrokerAddress;
import io.roundabout.pipeline.Definitions;
import io.roundabout.pipeline.Pipeline;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * The rules as the doors see them. What waits at an address that the rules do not have any more can be collected until
 * nothing is left. Thread-safe; answers change when rules do.
 */
final class RulesInForce implements AddressBook {
    private final ToLongFunction<String> waiting;
    private final Supplier<Set<String>> made;
    private volatile Edition edition;

    private record Edition(Pipeline pipeline, Addresses addresses, StreamCatalog catalog) {
        static Edition of(Pipeline pipeline) {
            return new Edition(pipeline, new Addresses(pipeline), Definitions.of(pipeline));
        }
    }

    /**
     * Begins with a pipeline.
     *
     * @param waiting tells how many messages wait at an address
     * @param made names of the addresses that ever had a message
     */
    RulesInForce(Pipeline pipeline, ToLongFunction<String> waiting, Supplier<Set<String>> made) {
        this.waiting = waiting;
        this.made = made;
        edition = Edition.of(pipeline);
    }

    /** Has the doors go by another pipeline. */
    void replace(Pipeline pipeline) {
        edition = Edition.of(pipeline);
    }

    Pipeline pipeline() {
        return edition.pipeline();
    }

    /** Returns the streams that a vehicle may push to; another object when the rules are others. */
    StreamCatalog catalog() {
        return edition.catalog();
    }

    @Override
    public Optional<String> refusal(String address) {
        if (AddressPattern.isPattern(address)) {
            return matching(address).isEmpty() ? Optional.of(edition.addresses().unmatched(address)) : Optional.empty();
        }
        return edition.addresses().refusal(address).filter(refused -> waiting.applyAsLong(address) == 0);
    }

    @Override
    public List<String> matching(String address) {
        return AddressPattern.isPattern(address) ? edition.addresses().matching(address, made.get()) : List.of(address);
    }

    @Override
    public boolean isTopic(String address) {
        return edition.addresses().isTopic(address);
    }

    @Override
    public Map<String, BrokerAddress> relays() {
        return edition.addresses().relays();
    }

    @Override
    public int maxDeliveries(String address) {
        return edition.addresses().maxDeliveries(address);
    }
}
