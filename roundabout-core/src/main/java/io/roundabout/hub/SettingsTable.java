package io.roundabout.hub;

import io.roundabout.api.HttpDoor;
import io.roundabout.circulation.CirculationSettings;
import io.roundabout.circulation.ClusterSettings;
import io.roundabout.circulation.StateAddress;
import io.roundabout.circulation.SubscriptionLimits;
import io.roundabout.cli.Durability;
import io.roundabout.cli.HostPort;
import io.roundabout.cli.LogFormat;
import io.roundabout.entrance.BatchLimits;
import io.roundabout.entrance.EntranceSettings;
import io.roundabout.gate.GateLimits;
import io.roundabout.gate.GateSettings;
import io.roundabout.gate.RelaySettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Every setting of the hub, and where it goes. What is read, what the docs list and what the tests compare are all this
 * table. Settings without a dot are options of {@code serve} too.
 */
final class SettingsTable {
    static final Setting<Path> FILE = new Setting<>("file", SettingKind.path(), "what the state folder says");
    /** For one start: no variable or file of settings says it. */
    static final Setting<Boolean> ALLOW_STRANDED = new Setting<>("allow-stranded", SettingKind.flag(), "false");

    static final Setting<StateAddress> STATE = new Setting<>("state", SettingKind.state(), "roundabout-state");
    static final Setting<List<Path>> JARS = new Setting<>("jars", SettingKind.paths(), "none");
    static final Setting<HostPort> ENTRANCE = new Setting<>("entrance", SettingKind.door(), "127.0.0.1:7070");
    static final Setting<HostPort> AMQP = new Setting<>("amqp", SettingKind.door(), "127.0.0.1:5672");
    static final Setting<HostPort> HTTP = new Setting<>("http", SettingKind.door(), "127.0.0.1:8080");
    static final Setting<String> MASTER = new Setting<>("master", SettingKind.master(), "local[*]");
    static final Setting<Durability> DURABILITY =
            new Setting<>("durability", SettingKind.word(Durability.class), "power");
    static final Setting<Integer> PARTITIONS =
            new Setting<>("partitions", SettingKind.count(1, 1_024), "min(8, cores)");

    static final Setting<LogFormat> LOG_FORMAT = new Setting<>("log-format", SettingKind.word(LogFormat.class), "text");
    static final Setting<Boolean> DOORS_OPEN = new Setting<>("doors.open", SettingKind.flag(), "false");
    static final Setting<List<String>> HTTP_NAMES = new Setting<>("http.names", SettingKind.hosts(), "none");

    static final Setting<Integer> UNDECLARED_MOST =
            new Setting<>("undeclared.most", SettingKind.count(0, 1_000_000), "10000");

    static final Setting<Long> STATE_MIN_FREE =
            new Setting<>("state.min-free", SettingKind.size(0, Long.MAX_VALUE), "disk × 0.05, at most 1GiB");

    static final Setting<Integer> ENTRANCE_MAX_LINE =
            new Setting<>("entrance.max-line", SettingKind.smallSize(1, 1 << 20), "64KiB");
    static final Setting<Integer> ENTRANCE_MAX_PUT =
            new Setting<>("entrance.max-put", SettingKind.smallSize(1, 64 << 20), "16MiB");
    static final Setting<Integer> ENTRANCE_MAX_BATCH =
            new Setting<>("entrance.max-batch", SettingKind.smallSize(1, 64 << 20), "16MiB");
    static final Setting<Integer> ENTRANCE_MAX_BATCH_MESSAGES =
            new Setting<>("entrance.max-batch-messages", SettingKind.count(1, 1_000_000), "100000");
    static final Setting<Integer> ENTRANCE_WINDOW =
            new Setting<>("entrance.window", SettingKind.smallSize(1, Integer.MAX_VALUE), "16MiB");
    static final Setting<Long> ENTRANCE_MEMORY = new Setting<>(
            "entrance.memory",
            SettingKind.size(1 << 20, Long.MAX_VALUE),
            "(heap − 300MiB) × 0.15, at least `entrance.max-put`");
    static final Setting<Integer> ENTRANCE_MAX_CONNECTIONS =
            new Setting<>("entrance.max-connections", SettingKind.count(1, Integer.MAX_VALUE), "2048");
    static final Setting<Duration> ENTRANCE_LINE_DEADLINE =
            new Setting<>("entrance.line-deadline", SettingKind.time("1s", "1d"), "30s");
    static final Setting<Duration> ENTRANCE_IDLE_TIMEOUT =
            new Setting<>("entrance.idle-timeout", SettingKind.time("1s", "7d"), "5m");

    static final Setting<Integer> GATE_MAX_FRAME =
            new Setting<>("gate.max-frame", SettingKind.smallSize(512, 16 << 20), "64KiB");
    static final Setting<Long> GATE_READ_AHEAD =
            new Setting<>("gate.read-ahead", SettingKind.size(1 << 20, Long.MAX_VALUE), "heap × 0.1, at most 64MiB");
    static final Setting<Integer> GATE_MAX_UNSETTLED =
            new Setting<>("gate.max-unsettled", SettingKind.count(1, Integer.MAX_VALUE), "100000");
    static final Setting<Long> GATE_MAX_UNSETTLED_BYTES =
            new Setting<>("gate.max-unsettled-bytes", SettingKind.size(1, Long.MAX_VALUE), "32MiB");
    static final Setting<Long> GATE_UNSETTLED_MEMORY =
            new Setting<>("gate.unsettled-memory", SettingKind.size(1 << 20, Long.MAX_VALUE), "heap × 0.2");
    static final Setting<Integer> GATE_MAX_CONNECTIONS =
            new Setting<>("gate.max-connections", SettingKind.count(1, Integer.MAX_VALUE), "2048");
    static final Setting<Integer> GATE_MAX_UNOPENED =
            new Setting<>("gate.max-unopened", SettingKind.count(1, Integer.MAX_VALUE), "64");
    static final Setting<Integer> GATE_MAX_SESSIONS =
            new Setting<>("gate.max-sessions", SettingKind.count(1, 65_535), "64");
    static final Setting<Integer> GATE_MAX_LINKS =
            new Setting<>("gate.max-links", SettingKind.count(1, Integer.MAX_VALUE), "256");
    static final Setting<Duration> GATE_HEADER_DEADLINE =
            new Setting<>("gate.header-deadline", SettingKind.time("100ms", "1h"), "2s");
    static final Setting<Duration> GATE_OPEN_DEADLINE =
            new Setting<>("gate.open-deadline", SettingKind.time("100ms", "1h"), "10s");
    static final Setting<Duration> GATE_IDLE_TIMEOUT =
            new Setting<>("gate.idle-timeout", SettingKind.time("1s", "7d"), "2m");
    static final Setting<Duration> GATE_SHORTEST_IDLE_TIMEOUT =
            new Setting<>("gate.shortest-idle-timeout", SettingKind.time("1ms", "1h"), "500ms");
    static final Setting<Integer> GATE_MAX_EMPTY_ADDRESSES =
            new Setting<>("gate.max-empty-addresses", SettingKind.count(1, Integer.MAX_VALUE), "10000");

    static final Setting<Duration> CIRCULATION_TURN_GAP =
            new Setting<>("circulation.turn-gap", SettingKind.time("1ms", "10s"), "5ms, on HDFS 250ms");
    static final Setting<Path> CIRCULATION_WORK =
            new Setting<>("circulation.work", SettingKind.path(), "in the state folder; on HDFS `./roundabout-work`");
    static final Setting<Duration> EXPIRY_GRACE = new Setting<>("expiry.grace", SettingKind.time("1ms", "1h"), "1m");
    static final Setting<Duration> CIRCULATION_OWNER_WAIT =
            new Setting<>("circulation.owner-wait", SettingKind.time("1s", "1h"), "90s");

    static final Setting<Path> CLUSTER_SECRET_FILE = new Setting<>("cluster.secret-file", SettingKind.path(), "none");
    static final Setting<Duration> CLUSTER_WAIT = new Setting<>("cluster.wait", SettingKind.time("1s", "1h"), "1m");

    static final Setting<Integer> SUBSCRIPTION_MOST =
            new Setting<>("subscription.most", SettingKind.count(1, 1_000_000), "1000");
    static final Setting<Duration> SUBSCRIPTION_IDLE =
            new Setting<>("subscription.idle", SettingKind.time("1s", "3650d"), "30d");

    static final Setting<Path> RELAY_CREDENTIALS = new Setting<>("relay.credentials", SettingKind.path(), "none");
    static final Setting<Path> RELAY_TRUST = new Setting<>("relay.trust", SettingKind.path(), "what the JVM trusts");

    static final Setting<Integer> METRICS_NAMES = new Setting<>("metrics.names", SettingKind.count(1, 100_000), "1000");
    static final Setting<HostPort> GRAPHITE_ADDRESS = new Setting<>("graphite.address", SettingKind.address(), "none");
    static final Setting<String> GRAPHITE_PREFIX = new Setting<>("graphite.prefix", SettingKind.dotted(), "none");
    static final Setting<Duration> GRAPHITE_PERIOD =
            new Setting<>("graphite.period", SettingKind.time("1s", "1h"), "10s");

    static final List<Setting<?>> ALL = List.of(
            FILE,
            STATE,
            JARS,
            ENTRANCE,
            AMQP,
            HTTP,
            MASTER,
            DURABILITY,
            PARTITIONS,
            LOG_FORMAT,
            DOORS_OPEN,
            HTTP_NAMES,
            UNDECLARED_MOST,
            STATE_MIN_FREE,
            ENTRANCE_MAX_LINE,
            ENTRANCE_MAX_PUT,
            ENTRANCE_MAX_BATCH,
            ENTRANCE_MAX_BATCH_MESSAGES,
            ENTRANCE_WINDOW,
            ENTRANCE_MEMORY,
            ENTRANCE_MAX_CONNECTIONS,
            ENTRANCE_LINE_DEADLINE,
            ENTRANCE_IDLE_TIMEOUT,
            GATE_MAX_FRAME,
            GATE_READ_AHEAD,
            GATE_MAX_UNSETTLED,
            GATE_MAX_UNSETTLED_BYTES,
            GATE_UNSETTLED_MEMORY,
            GATE_MAX_CONNECTIONS,
            GATE_MAX_UNOPENED,
            GATE_MAX_SESSIONS,
            GATE_MAX_LINKS,
            GATE_HEADER_DEADLINE,
            GATE_OPEN_DEADLINE,
            GATE_IDLE_TIMEOUT,
            GATE_SHORTEST_IDLE_TIMEOUT,
            GATE_MAX_EMPTY_ADDRESSES,
            CIRCULATION_TURN_GAP,
            CIRCULATION_WORK,
            EXPIRY_GRACE,
            CIRCULATION_OWNER_WAIT,
            CLUSTER_SECRET_FILE,
            CLUSTER_WAIT,
            SUBSCRIPTION_MOST,
            SUBSCRIPTION_IDLE,
            RELAY_CREDENTIALS,
            RELAY_TRUST,
            METRICS_NAMES,
            GRAPHITE_ADDRESS,
            GRAPHITE_PREFIX,
            GRAPHITE_PERIOD);

    private SettingsTable() {}

    /** Returns what the hub is started with. */
    static HubSettings apply(Settings settings) {
        HostPort http = settings.get(HTTP);
        return new HubSettings(
                settings.given(FILE),
                settings.given(JARS).orElse(List.of()),
                settings.get(ALLOW_STRANDED),
                settings.given(PARTITIONS),
                settings.get(UNDECLARED_MOST),
                settings.given(STATE_MIN_FREE),
                circulation(settings),
                entrance(settings),
                gate(settings),
                metrics(settings),
                new HttpDoor(
                        http.host(), http.port(), settings.given(HTTP_NAMES).orElse(List.of())),
                settings.get(DOORS_OPEN));
    }

    private static MetricsSettings metrics(Settings settings) {
        return new MetricsSettings(
                settings.get(METRICS_NAMES),
                settings.given(GRAPHITE_ADDRESS),
                settings.given(GRAPHITE_PREFIX).orElse(""),
                settings.get(GRAPHITE_PERIOD));
    }

    private static CirculationSettings circulation(Settings settings) {
        CirculationSettings defaults = CirculationSettings.defaults(settings.get(STATE));
        return new CirculationSettings(
                defaults.state(),
                settings.given(PARTITIONS).orElse(defaults.partitions()),
                settings.get(DURABILITY) == Durability.POWER,
                settings.get(MASTER),
                settings.given(CIRCULATION_TURN_GAP).orElse(defaults.turnGap()),
                settings.given(CIRCULATION_WORK),
                settings.get(EXPIRY_GRACE),
                new SubscriptionLimits(settings.get(SUBSCRIPTION_MOST), settings.get(SUBSCRIPTION_IDLE)),
                settings.get(CIRCULATION_OWNER_WAIT),
                new ClusterSettings(
                        settings.given(CLUSTER_SECRET_FILE),
                        settings.get(CLUSTER_WAIT),
                        settings.given(JARS).orElse(List.of())));
    }

    private static EntranceSettings entrance(Settings settings) {
        HostPort door = settings.get(ENTRANCE);
        int maxPut = settings.get(ENTRANCE_MAX_PUT);
        return new EntranceSettings(
                door.host(),
                door.port(),
                settings.get(ENTRANCE_MAX_LINE),
                maxPut,
                new BatchLimits(settings.get(ENTRANCE_MAX_BATCH), settings.get(ENTRANCE_MAX_BATCH_MESSAGES)),
                settings.get(ENTRANCE_WINDOW),
                // A quarter of what there is for blocks, so that a stored cut is never evicted.
                settings.given(ENTRANCE_MEMORY)
                        .orElse(Math.max(maxPut, Heap.ofProcess().blockBytes() / 4)),
                settings.get(ENTRANCE_MAX_CONNECTIONS),
                settings.get(ENTRANCE_LINE_DEADLINE),
                settings.get(ENTRANCE_IDLE_TIMEOUT));
    }

    private static GateSettings gate(Settings settings) {
        HostPort door = settings.get(AMQP);
        GateSettings defaults = GateSettings.defaults(door.host(), door.port());
        return new GateSettings(
                door.host(),
                door.port(),
                settings.get(GATE_MAX_FRAME),
                settings.given(GATE_READ_AHEAD).orElse(defaults.readAheadBytes()),
                settings.get(GATE_MAX_UNSETTLED),
                settings.get(GATE_MAX_UNSETTLED_BYTES),
                settings.given(GATE_UNSETTLED_MEMORY).orElse(defaults.unsettledBytes()),
                new GateLimits(
                        settings.get(GATE_MAX_CONNECTIONS),
                        settings.get(GATE_MAX_UNOPENED),
                        settings.get(GATE_MAX_SESSIONS),
                        settings.get(GATE_MAX_LINKS),
                        settings.get(GATE_HEADER_DEADLINE),
                        settings.get(GATE_OPEN_DEADLINE),
                        settings.get(GATE_IDLE_TIMEOUT),
                        settings.get(GATE_SHORTEST_IDLE_TIMEOUT),
                        settings.get(GATE_MAX_EMPTY_ADDRESSES)),
                new RelaySettings(settings.given(RELAY_CREDENTIALS), settings.given(RELAY_TRUST)));
    }
}
