package io.roundabout.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.roundabout.Fault;
import io.roundabout.RoundaboutException;
import io.roundabout.api.StatusView.ComputeStatus;
import io.roundabout.api.StatusView.OutputStatus;
import io.roundabout.api.StatusView.StreamStatus;
import io.roundabout.api.StatusView.TakerStatus;
import io.roundabout.metrics.Meters;
import io.roundabout.pipeline.Difference;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A hub that answers with one of everything, and fails at the name {@code fail}. Thread-safe. */
final class TestingHub
        implements Inquiries, RulesDoor, SubscriptionsDoor, ClockDoor, CatalogDoor, LeaseDoor, AutoCloseable {
    private static final TakerStatus TAKER = new TakerStatus("named", 5, 2, 3, 0, 0, 0, 0);
    private static final StreamStatus STREAM = new StreamStatus("orders", 5, 2, 3, 0, 4, 1, 0, List.of(TAKER));
    private static final ComputeStatus COMPUTE = new ComputeStatus("totals", "named", 3, 3, 0, 1);
    private static final OutputStatus OUTPUT = new OutputStatus("named", 1, 3, 2, 0, 0, 0, 0, 0);
    private static final MessageView MESSAGE = new MessageView(
            "hub:named:0:17",
            "c1",
            "named",
            "2026-01-01T00:00:00Z",
            7,
            0,
            Map.of("completed-by", "all"),
            "application/json",
            2,
            "json",
            true,
            JsonNodeFactory.instance.objectNode());

    private static final List<ExpectedView> EXPECTED =
            List.of(new ExpectedView("orders", "every 1h", null, "2026-01-01T00:00:00Z"));

    private final EventRoutes events = new EventRoutes(this::overview);
    private volatile @Nullable RoundaboutException failure;
    private volatile @Nullable TakeRequest taken;
    private volatile @Nullable SettleRequest settled;

    /** Returns everything it answers over HTTP. */
    Routes[] routes() {
        return new Routes[] {
            new ContractRoutes(),
            new LookRoutes(this, () -> new LedgerView(12, Map.of("orders", Map.of("in", 5L)))),
            new CatalogRoutes(this),
            new LeaseRoutes(this),
            new RulesRoutes(this),
            new SubscriptionRoutes(this),
            new ClockRoutes(this),
            new MetricsRoutes(TestingHub::scrape),
            events,
            new DashboardRoutes(),
            server -> server.get("/api/v1/expected", request -> request.json(EXPECTED))
        };
    }

    private static Meters.Scrape scrape(String accept) {
        try (Meters meters = new Meters(1, Optional.empty())) {
            return meters.scrape(accept);
        }
    }

    /** Lets go who listens to events; before the server closes, which waits for them. */
    @Override
    public void close() {
        events.close();
    }

    private OverviewView overview() {
        TopologyView topology = new TopologyView(
                List.of("orders"),
                List.of(new TopologyView.JoinNode("named", List.of(new TopologyView.InputNode("orders", "one")), null)),
                List.of(new TopologyView.ComputeNode("totals", "named")),
                List.of(new TopologyView.OutputNode("named", "queue", List.of("named"))));
        return new OverviewView(
                "2026-01-01T00:00:00Z",
                "hub",
                "2026-01-01T00:00:00Z",
                Map.of("entrance", "127.0.0.1:7070", "amqp", "127.0.0.1:5672"),
                status(),
                EXPECTED,
                topology);
    }

    /** Fails from now on. */
    void fail(String code) {
        failure = new RoundaboutException(Fault.VEHICLE, code, "as the test wants it");
    }

    StatusView status() {
        return new StatusView("ready", 12, List.of(), List.of(STREAM), List.of(COMPUTE), List.of(OUTPUT));
    }

    @Nullable
    TakeRequest taken() {
        return taken;
    }

    @Nullable
    SettleRequest settled() {
        return settled;
    }

    private <T> CompletionStage<T> answer(T value) {
        RoundaboutException told = failure;
        return told == null ? CompletableFuture.completedStage(value) : CompletableFuture.failedStage(told);
    }

    @Override
    public CompletionStage<ExplainView> explain(String join, String key) {
        var arrival = new ExplainView.ArrivalView("2026-01-01T00:00:00Z", null, 3, "{}");
        var vehicle = new ExplainView.VehicleView("waiter", "link", 1, 2);
        return answer(new ExplainView(
                join,
                key,
                "incomplete",
                "No result yet",
                "a message of every input",
                null,
                List.of(
                        new ExplainView.InputView("orders", "one", 1, arrival, arrival, "2026-01-02T00:00:00Z"),
                        new ExplainView.InputView("customers", "latest", 0, null, null, null)),
                List.of("customers"),
                new ExplainView.OutputView("named", 0, 0, 0, 0, List.of(vehicle)),
                List.of(new ExplainView.DeadView("dead/named", 1, "rejected", "no"))));
    }

    @Override
    public CompletionStage<PeekView> peek(String address, PeekRequest request) {
        return answer(new PeekView(address, 1, 1, Map.of("rejected", 1L), List.of(MESSAGE)));
    }

    @Override
    public CompletionStage<WaitingView> waiting(int most) {
        var group = new WaitingView.GroupWaiting(
                "c1", "2026-01-01T00:00:00Z", 60, null, Map.of("orders", 2L), List.of("customers"));
        return answer(new WaitingView(List.of(new WaitingView.JoinWaiting("named", 7, false, List.of(group)))));
    }

    @Override
    public CompletionStage<RedriveView> redrive(String name, RedriveRequest request) {
        return answer(new RedriveView(
                Map.of("orders", 1L), Map.of("still refused", 2L), true, List.of(new RedriveRequest.Place(3, 9))));
    }

    @Override
    public String pipeline() {
        return "{\"version\":1}";
    }

    @Override
    public CompletionStage<AppliedView> apply(ApplyRequest request) {
        var field = new Difference.FieldChange("key", "", "/id");
        var change = new Difference.Change(Difference.How.CHANGED, "stream", "orders", List.of(field));
        return answer(new AppliedView(true, List.of(change), List.of()));
    }

    @Override
    public CompletionStage<EndedView> end(String topic, String name) {
        return answer(new EndedView(topic + "/c/" + name, 3));
    }

    @Override
    public ClockView clock() {
        return new ClockView(true, "2026-01-01T00:00:00Z");
    }

    @Override
    public CompletionStage<ClockView> accept() {
        return answer(clock());
    }

    @Override
    public Map<String, StreamView> streams() {
        return Map.of("orders", new StreamView("orders", true, "json", "/customer", List.of("named"), STREAM));
    }

    @Override
    public Map<String, JoinView> joins() {
        var input = new JoinView.InputView("orders", "one", TAKER);
        return Map.of(
                "named", new JoinView("named", "named", "a message of every input", 1.5, "partial", List.of(input)));
    }

    @Override
    public Map<String, ComputeView> computes() {
        return Map.of("totals", new ComputeView("totals", "named", "/customer", "count(*)", COMPUTE));
    }

    @Override
    public Map<String, OutputView> outputs() {
        return Map.of("named", new OutputView("named", "queue", 20, null, OUTPUT));
    }

    @Override
    public List<EntranceView> entrances() {
        return List.of(new EntranceView("127.0.0.1", 7070));
    }

    @Override
    public CompletionStage<VehiclesView> vehicles() {
        return answer(new VehiclesView(
                List.of(new VehiclesView.SessionView("127.0.0.1:1", "shop", "s1", "orders", 9, 2, 15, "quota")),
                List.of(new VehiclesView.LinkView("127.0.0.1:2", "waiter", "link", "collect", "named", 9, 1))));
    }

    @Override
    public CompletionStage<TakenView> take(String address, TakeRequest request) {
        taken = request;
        request.most();
        request.term();
        return answer(
                address.equals("empty")
                        ? new TakenView(null, null, List.of())
                        : new TakenView("3f1c", "2026-01-01T00:05:00Z", List.of(MESSAGE)));
    }

    @Override
    public CompletionStage<LeaseView> settle(String lease, SettleRequest request) {
        settled = request;
        return answer(new LeaseView(lease, Map.of("accepted", 2), 1));
    }

    @Override
    public CompletionStage<LeaseView> release(String lease) {
        return answer(new LeaseView(lease, Map.of(), 0));
    }
}
