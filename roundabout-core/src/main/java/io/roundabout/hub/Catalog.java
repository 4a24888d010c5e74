package io.roundabout.hub;

import io.roundabout.api.CatalogDoor;
import io.roundabout.api.ComputeView;
import io.roundabout.api.EntranceView;
import io.roundabout.api.JoinView;
import io.roundabout.api.OutputView;
import io.roundabout.api.StatusView;
import io.roundabout.api.StatusView.ComputeStatus;
import io.roundabout.api.StatusView.OutputStatus;
import io.roundabout.api.StatusView.StreamStatus;
import io.roundabout.api.StatusView.TakerStatus;
import io.roundabout.api.StreamView;
import io.roundabout.api.VehiclesView;
import io.roundabout.outbox.Outbox;
import io.roundabout.outbox.SubscriptionAddress;
import io.roundabout.pipeline.ComputeRule;
import io.roundabout.pipeline.Input;
import io.roundabout.pipeline.JoinRule;
import io.roundabout.pipeline.OutputRule;
import io.roundabout.pipeline.Pipeline;
import io.roundabout.pipeline.StreamRule;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Puts rules and counts side by side, for people. Thread-safe. */
final class Catalog implements CatalogDoor {
    private static final double MILLIS = 1_000;

    private final Supplier<Pipeline> rules;
    private final Supplier<StatusView> status;
    private final InetSocketAddress entrance;
    private final Supplier<CompletionStage<VehiclesView>> vehicles;

    /** @param entrance where vehicles push lines */
    Catalog(
            Supplier<Pipeline> rules,
            Supplier<StatusView> status,
            InetSocketAddress entrance,
            Supplier<CompletionStage<VehiclesView>> vehicles) {
        this.rules = rules;
        this.status = status;
        this.entrance = entrance;
        this.vehicles = vehicles;
    }

    @Override
    public List<EntranceView> entrances() {
        return List.of(new EntranceView(entrance.getAddress().getHostAddress(), entrance.getPort()));
    }

    @Override
    public CompletionStage<VehiclesView> vehicles() {
        return vehicles.get();
    }

    @Override
    public Map<String, StreamView> streams() {
        Pipeline pipeline = rules.get();
        Map<String, StreamStatus> counts = byName(status.get().streams(), StreamStatus::name);
        return views(together(pipeline.streams().keySet(), counts.keySet()), name -> {
            Optional<StreamRule> rule = Optional.ofNullable(pipeline.streams().get(name));
            List<String> takers = Stream.concat(
                            pipeline.takersOf(name).stream().map(JoinRule::name),
                            pipeline.computesOf(name).stream().map(ComputeRule::name))
                    .toList();
            return new StreamView(
                    name,
                    rule.isPresent(),
                    rule.map(it -> lower(it.format())).orElse("any"),
                    rule.flatMap(StreamRule::key).orElse(null),
                    takers,
                    counts.getOrDefault(name, new StreamStatus(name, 0, 0, 0, 0, 0, 0, 0, List.of())));
        });
    }

    @Override
    public Map<String, JoinView> joins() {
        Pipeline pipeline = rules.get();
        Map<String, StreamStatus> counts = byName(status.get().streams(), StreamStatus::name);
        return views(pipeline.joins().keySet(), name -> join(pipeline.joins().get(name), counts));
    }

    private static JoinView join(@Nullable JoinRule join, Map<String, StreamStatus> counts) {
        if (join == null) {
            throw new IllegalStateException("a join without rules");
        }
        Optional<Duration> within = join.ending().within();
        return new JoinView(
                join.name(),
                join.output(),
                Explanation.completes(join),
                seconds(within),
                within.isPresent() ? lower(join.ending().otherwise()) : null,
                join.inputs().stream()
                        .map(input -> new JoinView.InputView(
                                input.stream(), lower(input.mode()), counts(join, input, counts)))
                        .toList());
    }

    private static TakerStatus counts(JoinRule join, Input input, Map<String, StreamStatus> counts) {
        return Stream.ofNullable(counts.get(input.stream()))
                .flatMap(stream -> stream.takers().stream())
                .filter(taker -> taker.taker().equals(join.name()))
                .findFirst()
                .orElse(new TakerStatus(join.name(), 0, 0, 0, 0, 0, 0, 0));
    }

    @Override
    public Map<String, ComputeView> computes() {
        Pipeline pipeline = rules.get();
        Map<String, ComputeStatus> counts = byName(status.get().computes(), ComputeStatus::name);
        Map<String, ComputeView> views = new LinkedHashMap<>();
        pipeline.computes()
                .forEach((name, rule) -> views.put(
                        name,
                        new ComputeView(
                                name,
                                rule.from(),
                                rule.key(),
                                rule.aggregate(),
                                counts.getOrDefault(name, new ComputeStatus(name, rule.from(), 0, 0, 0, 0)))));
        return views;
    }

    @Override
    public Map<String, OutputView> outputs() {
        Pipeline pipeline = rules.get();
        Addresses addresses = new Addresses(pipeline);
        Map<String, OutputStatus> counts = byName(status.get().outputs(), OutputStatus::name);
        Set<String> declared = new TreeSet<>(pipeline.outputs().keySet());
        pipeline.joins().values().forEach(join -> declared.add(join.output()));
        declared.addAll(pipeline.computes().keySet());
        pipeline.streams().keySet().stream().filter(pipeline::isMailbox).forEach(declared::add);
        return views(together(declared, counts.keySet()), address -> {
            Optional<OutputRule> rule = Optional.ofNullable(pipeline.outputs().get(address));
            return new OutputView(
                    address,
                    kind(address, addresses, pipeline),
                    addresses.maxDeliveries(address),
                    seconds(rule.flatMap(it -> it.keeping().ttl())),
                    counts.getOrDefault(address, new OutputStatus(address, 0, 0, 0, 0, 0, 0, 0, 0)));
        });
    }

    private static String kind(String address, Addresses addresses, Pipeline pipeline) {
        if (Outbox.isDeadLetters(address)) {
            return "dead-letters";
        }
        if (SubscriptionAddress.isSubscription(address)) {
            return "subscription";
        }
        if (addresses.isTopic(address)) {
            return "topic";
        }
        if (addresses.relays().containsKey(address)) {
            return "relay";
        }
        boolean made = pipeline.outputs().containsKey(address)
                || (pipeline.names().contains(address) && !isStream(address, pipeline));
        return made ? "queue" : "mailbox";
    }

    private static boolean isStream(String name, Pipeline pipeline) {
        return pipeline.streams().containsKey(name)
                && !pipeline.joins().containsKey(name)
                && !pipeline.computes().containsKey(name);
    }

    private static Set<String> together(Set<String> some, Set<String> others) {
        Set<String> names = new TreeSet<>(some);
        names.addAll(others);
        return names;
    }

    private static <T> Map<String, T> views(Set<String> names, Function<String, T> view) {
        Map<String, T> views = new LinkedHashMap<>();
        names.forEach(name -> views.put(name, view.apply(name)));
        return views;
    }

    private static <T> Map<String, T> byName(List<T> all, Function<T, String> name) {
        return all.stream().collect(Collectors.toMap(name, Function.identity()));
    }

    private static @Nullable Double seconds(Optional<Duration> time) {
        return time.map(it -> it.toMillis() / MILLIS).orElse(null);
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
