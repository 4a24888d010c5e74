package io.roundabout.outbox;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which addresses may be collected from. Thread-safe; answers may change when rules change. */
public interface AddressBook {
    /** Returns why {@code address} cannot be collected from, naming the nearest that can; empty if it can. */
    Optional<String> refusal(String address);

    /** Returns the addresses that {@code address} means: itself, or all queues that match if it is an {@link AddressPattern}. */
    default List<String> matching(String address) {
        return List.of(address);
    }

    /** Returns whether each receiver of {@code address} gets every message; false where there is no such address. */
    default boolean isTopic(String address) {
        return false;
    }

    /** Returns the outputs whose messages go on to a broker, which nobody else may take, and where they go. */
    default Map<String, BrokerAddress> relays() {
        return Map.of();
    }

    /** Returns why the messages of {@code address} may be looked at but not taken; empty if they may. */
    default Optional<String> relayed(String address) {
        return Optional.ofNullable(relays().get(address))
                .map(broker ->
                        "output '" + address + "' goes to " + broker + "; collect there, or browse what waits here");
    }

    /** Returns the failed attempts after which a message of {@code address} becomes a dead letter, at least 1. */
    int maxDeliveries(String address);
}
