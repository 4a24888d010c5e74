package io.roundabout.hub;

import io.roundabout.circulation.Graphite;
import io.roundabout.cli.HostPort;
import java.time.Duration;
import java.util.Optional;

/**
 * What is measured, and where it goes beside {@code /metrics}.
 *
 * @param names names of the pipeline that labels may have, {@code metrics.names}
 * @param address where Graphite takes lines, {@code graphite.address}; empty if nothing is sent
 * @param prefix what the names there begin with, {@code graphite.prefix}; may be empty
 * @param period time between two reports, {@code graphite.period}
 */
public record MetricsSettings(int names, Optional<HostPort> address, String prefix, Duration period) {
    /** Returns where metrics are sent; empty if nowhere. */
    Optional<Graphite> graphite() {
        return address.map(to -> new Graphite(to.host(), to.port(), prefix, period));
    }
}
