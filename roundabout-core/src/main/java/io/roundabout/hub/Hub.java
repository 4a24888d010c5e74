package io.roundabout.hub;

import io.roundabout.api.ApiServer;
import io.roundabout.api.CatalogRoutes;
import io.roundabout.api.ClockRoutes;
import io.roundabout.api.ContractRoutes;
import io.roundabout.api.DashboardRoutes;
import io.roundabout.api.EventRoutes;
import io.roundabout.api.LeaseRoutes;
import io.roundabout.api.LedgerView;
import io.roundabout.api.LookRoutes;
import io.roundabout.api.MetricsRoutes;
import io.roundabout.api.OverviewView;
import io.roundabout.api.RulesRoutes;
import io.roundabout.api.StatusView;
import io.roundabout.api.SubscriptionRoutes;
import io.roundabout.api.VehiclesView;
import io.roundabout.circulation.Circulation;
import io.roundabout.circulation.Disk;
import io.roundabout.classes.JarClasses;
import io.roundabout.entrance.EntranceServer;
import io.roundabout.entrance.Greeting;
import io.roundabout.entrance.HubLine;
import io.roundabout.entrance.StreamCatalog;
import io.roundabout.entrance.spark.JvmResidents;
import io.roundabout.expression.CatalystCheck;
import io.roundabout.gate.Gate;
import io.roundabout.gate.GateHub;
import io.roundabout.join.RuleClasses;
import io.roundabout.pipeline.Pipeline;
import io.roundabout.pipeline.PipelineFile;
import io.roundabout.pipeline.PipelineText;
import io.roundabout.state.Counter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.FileStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running hub: the loop, its doors, and nothing else. Opens in order, closes in reverse order. Closing commits what was
 * received. Thread-safe.
 */
public final class Hub implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Hub.class);
    private static final long DRAIN_SECONDS = 4;

    /** What is to stay free where no setting says so: a twentieth of the disk, at most 1 GiB. */
    private static final int PART_FREE = 20;

    private static final long MOST_FREE = 1L << 30;

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final Measuring measuring;
    private final Circulation circulation;
    private final RuleClasses classes;
    private final ClockWatch clock;
    private final ExpectWatch expected;
    private final RulesInForce rules;
    private final UndeclaredNames undeclared;
    private final Instant since = Instant.now();
    private volatile boolean ready;
    private long leastFree;
    private final InetSocketAddress entranceAddress;
    private final Gate gate;
    private final InetSocketAddress httpAddress;

    private Hub(HubSettings settings, Disk disk, Consumer<Throwable> onFailure) {
        classes = JarClasses.of(settings.jars());
        Optional<Pipeline> wanted = settings.pipeline()
                .map(file -> PipelineFile.read(file, new CatalystCheck(classes)).pipeline());
        Ports.requireFree(settings);
        measuring = opening(new Measuring(settings.metrics()));
        circulation = opening(Circulation.open(settings.circulation(), classes, measuring.measured(disk), onFailure));
        measuring.listen(circulation);
        clock = new ClockWatch(circulation, InstantSource.system());
        boolean whole = false;
        try {
            settings.checkPartitions(circulation.partitions().count());
            Pipeline before = PipelineText.read(circulation.pipeline());
            Pipeline pipeline = wanted.orElseGet(() -> LiveRules.kept(before, classes));
            circulation.warmUp();
            circulation.changeNow(LiveRules.atStart(before, pipeline, settings.allowStranded()));
            rules = new RulesInForce(pipeline, circulation::waiting, this::everMade);
            expected = opening(new ExpectWatch(rules::pipeline, circulation::arrivals, InstantSource.system()));
            undeclared = new UndeclaredNames(circulation.streams(), settings.mostUndeclared());
            EntranceServer entrance = openEntrance(settings);
            entranceAddress = entrance.address();
            gate = openGate(settings, entrance, onFailure);
            // Before the gate closes, so that those who push over AMQP hear of it too.
            opened.push(() -> drain(entrance));
            ApiServer api = openApi(settings, entrance, gate);
            httpAddress = new InetSocketAddress(settings.http().host(), api.port());
            circulation.start(gate, entrance);
            expected.start();
            ready = true;
            whole = true;
        } finally {
            if (!whole) {
                close();
            }
        }
    }

    private ApiServer openApi(HubSettings settings, EntranceServer entrance, Gate gate) {
        HeldInquiries inquiries = new HeldInquiries(circulation, gate, rules);
        LiveRules change = new LiveRules(circulation, rules, new CatalystCheck(classes), gate::onRules);
        Subscriptions ends = new Subscriptions(circulation.requests(), circulation::waiting);
        Catalog catalog =
                new Catalog(rules::pipeline, this::status, entrance.address(), () -> connected(entrance, gate));
        HeldLeases leases = new HeldLeases(gate.leasing(), new MessageViews(circulation.hubId()));
        HubSample sample = new HubSample(
                circulation, entrance, gate, rules::pipeline, expected, measuring.hub(), () -> ready, leastFree);
        EventRoutes events = new EventRoutes(this::overview);
        ApiServer api = opening(new ApiServer(
                settings.http(),
                this::status,
                new ContractRoutes(),
                new LookRoutes(inquiries, this::ledger),
                new CatalogRoutes(catalog),
                new LeaseRoutes(leases),
                new RulesRoutes(change),
                new SubscriptionRoutes(ends),
                new ClockRoutes(clock),
                new MetricsRoutes(measuring.show(sample)),
                expected,
                events,
                new DashboardRoutes()));
        // Both before the server closes: it waits for whom it has not answered.
        opening(events);
        opened.push(() -> endLeases(gate));
        return api;
    }

    private static CompletionStage<VehiclesView> connected(EntranceServer entrance, Gate gate) {
        return entrance.vehicles()
                .thenCombine(
                        gate.links(),
                        (vehicles, links) -> new VehiclesView(
                                vehicles.stream().map(Connected::session).toList(),
                                links.stream().map(Connected::link).toList()));
    }

    private Gate openGate(HubSettings settings, EntranceServer entrance, Consumer<Throwable> onFailure) {
        return opening(Gate.open(
                settings.gate(),
                new GateHub(
                        circulation.hubId(),
                        circulation.lanes(),
                        circulation.requests(),
                        rules,
                        entrance,
                        measuring.hub()::output,
                        onFailure)));
    }

    private EntranceServer openEntrance(HubSettings settings) {
        EntranceServer entrance =
                opening(EntranceServer.open(settings.entrance(), new Line(), circulation.partitions()));
        JvmResidents.put(EntranceServer.class, entrance);
        opened.push(() -> JvmResidents.remove(EntranceServer.class, entrance));
        watchDisk(settings, entrance);
        return entrance;
    }

    private void watchDisk(HubSettings settings, EntranceServer entrance) {
        try {
            FileStore disk = circulation.disk();
            leastFree = settings.minFree().orElse(Math.min(MOST_FREE, disk.getTotalSpace() / PART_FREE));
            opening(new DiskWatch(disk::getUsableSpace, leastFree, entrance::disk))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Opens a hub; returns once every door is open.
     *
     * @param settings what it is started with
     * @param disk where its state folder is
     * @param onFailure hears, once, of what makes the loop or the gate stop; it must end the process, since what was not acknowledged is
     *     safe with the vehicles and what was is safe on disk
     * @throws io.roundabout.RoundaboutException if the pipeline has problems, the state folder cannot be used or a port is
     *     taken; nothing stays open then, and no new state folder stays behind
     */
    public static Hub open(HubSettings settings, Disk disk, Consumer<Throwable> onFailure) {
        if (settings.openDoors()) {
            LOG.warn("doors.open: whoever reaches the doors may use them, as there are no accounts");
        }
        return new Hub(settings, disk, onFailure);
    }

    /** Returns the line that says the hub is ready, naming every port that listens. */
    public String readyLine() {
        return "roundabout ready entrance=" + text(entranceAddress) + " amqp=" + text(gate.address()) + " http="
                + text(httpAddress) + " spark="
                + circulation.sparkAddresses().stream().map(Hub::text).collect(Collectors.joining(","))
                + " state=" + circulation.hubId() + " epoch=" + circulation.epoch();
    }

    /** Returns where vehicles push. */
    public InetSocketAddress entrance() {
        return entranceAddress;
    }

    /** Returns where vehicles collect. */
    public InetSocketAddress gate() {
        return gate.address();
    }

    /** Returns where the API answers. */
    public InetSocketAddress http() {
        return httpAddress;
    }

    @Override
    @SuppressWarnings("IllegalCatch") // whatever one part throws, the others must be closed
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                LOG.warn("a part of the hub did not close cleanly", e);
            }
        }
    }

    private <T extends AutoCloseable> T opening(T part) {
        opened.push(part);
        return part;
    }

    private Set<String> everMade() {
        Set<String> made = new TreeSet<>();
        circulation.ledger().forEach((name, counts) -> {
            if (counts.containsKey(Counter.MADE)) {
                made.add(name);
            }
        });
        return made;
    }

    private LedgerView ledger() {
        return Status.ledger(circulation.epoch(), circulation.ledger());
    }

    private StatusView status() {
        return Status.of(
                ready ? StatusView.READY : "starting",
                circulation.epoch(),
                Stream.of(clock.notices(), expected.notices(), gate.notices())
                        .flatMap(List::stream)
                        .toList(),
                rules.pipeline(),
                circulation.ledger());
    }

    private static void endLeases(Gate gate) throws InterruptedException, ExecutionException {
        try {
            gate.leasing().end().toCompletableFuture().get(DRAIN_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            LOG.warn("the gate did not end its leases within {} s; what they have comes again", DRAIN_SECONDS);
        }
    }

    private OverviewView overview() {
        return new OverviewView(
                Instant.now().toString(),
                circulation.hubId(),
                since.toString(),
                Map.of("entrance", text(entranceAddress), "amqp", text(gate.address())),
                status(),
                expected.expected(),
                Topology.of(rules.pipeline()));
    }

    private static void drain(EntranceServer entrance) throws InterruptedException, ExecutionException {
        try {
            entrance.drain().toCompletableFuture().get(DRAIN_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            LOG.warn(
                    "not everything received was committed within {} s; the vehicles will send it again",
                    DRAIN_SECONDS);
        }
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    /** The entrance's line to the hub, in-process. */
    private final class Line implements HubLine {
        @Override
        public CompletionStage<Greeting> greet(String session) {
            return circulation.greet(session);
        }

        @Override
        public void farewell(String session) {
            circulation.farewell(session);
        }

        @Override
        public void stored(long cut) {
            circulation.ring();
        }

        @Override
        public boolean admits(String name) {
            return undeclared.admits(name);
        }

        @Override
        public StreamCatalog catalog() {
            return rules.catalog();
        }
    }
}
