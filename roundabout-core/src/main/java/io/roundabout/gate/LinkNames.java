package io.roundabout.gate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.qpid.proton.amqp.transport.Role;
import org.jspecify.annotations.Nullable;

/**
 * Who has which link: a link is named by container-id, link name and direction, and the newest to attach has it (AMQP 1.0 section
 * 2.6.1). Confined to the gate's event loop.
 */
final class LinkNames {
    private final Map<Name, GateLink> holders = new HashMap<>();

    private record Name(String container, String link, Role role) {}

    /** Gives the name to {@code link}; returns who had it, or null. */
    @Nullable
    GateLink take(String container, GateLink link) {
        return holders.put(new Name(container, link.name(), link.role()), link);
    }

    /** Returns how all links stand. */
    List<LinkReport> reports() {
        return holders.entrySet().stream()
                .map(holder -> holder.getValue().report(holder.getKey().container()))
                .toList();
    }

    /** Frees the name if {@code link} still has it. */
    void free(String container, GateLink link) {
        holders.remove(new Name(container, link.name(), link.role()), link);
    }
}
