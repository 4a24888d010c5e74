package io.roundabout.gate;

import io.roundabout.outbox.AddressBook;
import io.roundabout.outbox.BrokerAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** The relays that the rules in force have. Confined to the gate's event loop, but for {@link #notices}. */
final class Relays {
    private final AddressBook addresses;
    private final RelayParts parts;
    private final Map<String, Relay> relays = new ConcurrentSkipListMap<>();
    private final Map<String, RelayCounts> counts = new HashMap<>();
    private final Set<Relay> leaving = new LinkedHashSet<>();
    private @Nullable Runnable whenOver;

    /** Creates it with none; {@link #onRules} begins those there are. */
    Relays(AddressBook addresses, RelayParts parts) {
        this.addresses = addresses;
        this.parts = parts;
    }

    /** Begins the relays that are new, and ends those that are no more or go elsewhere. */
    void onRules() {
        if (whenOver != null) {
            return;
        }
        Map<String, BrokerAddress> wanted = addresses.relays();
        relays.forEach((name, relay) -> {
            if (!relay.broker().equals(wanted.get(name))) {
                relays.remove(name);
                end(relay);
            }
        });
        wanted.forEach((name, broker) -> {
            if (!relays.containsKey(name)) {
                Relay relay = new Relay(name, broker, parts, counts.computeIfAbsent(name, key -> new RelayCounts()));
                relays.put(name, relay);
                relay.start();
            }
        });
        counts.keySet().retainAll(wanted.keySet());
    }

    private void end(Relay relay) {
        leaving.add(relay);
        relay.leave(() -> {
            leaving.remove(relay);
            tellIfOver();
        });
    }

    private void tellIfOver() {
        if (whenOver != null && leaving.isEmpty()) {
            whenOver.run();
        }
    }

    /** Ends all of them, because the gate closes; says when they are over, in {@link Relay#LEAVING} or a little more. */
    void close(Runnable over) {
        List<Relay> all = new ArrayList<>(relays.values());
        relays.clear();
        all.forEach(this::end);
        whenOver = over;
        tellIfOver();
    }

    /** Returns what there is to count of each, by output. */
    Map<String, RelayFigures> figures() {
        Map<String, RelayFigures> figures = new HashMap<>();
        relays.forEach((name, relay) -> figures.put(name, relay.figures()));
        return figures;
    }

    /** Returns what is wrong with those that do not work now. May be called by any thread. */
    List<String> notices() {
        return relays.values().stream()
                .map(Relay::notice)
                .flatMap(Optional::stream)
                .toList();
    }
}
