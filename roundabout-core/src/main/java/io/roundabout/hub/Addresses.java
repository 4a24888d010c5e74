package io.roundabout.hub;

import io.roundabout.Words;
import io.roundabout.outbox.AddressBook;
import io.roundabout.outbox.AddressPattern;
import io.roundabout.outbox.BrokerAddress;
import io.roundabout.outbox.SubscriptionAddress;
import io.roundabout.pipeline.ComputeRule;
import io.roundabout.pipeline.Deliver;
import io.roundabout.pipeline.JoinRule;
import io.roundabout.pipeline.OutputRule;
import io.roundabout.pipeline.Pipeline;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The addresses a pipeline makes: outputs of joins and computes, streams that neither takes, and the dead letters of each stream, join, compute
 * and output. Where undeclared names are allowed, any other name. Immutable.
 */
public final class Addresses implements AddressBook {
    private static final String DEAD = "dead/";

    private final Pipeline pipeline;
    private final TreeSet<String> collectable = new TreeSet<>();
    private final Map<String, BrokerAddress> relays = new TreeMap<>();
    private final Set<String> declared;

    /** Creates the address book of a pipeline. */
    public Addresses(Pipeline pipeline) {
        this.pipeline = pipeline;
        this.declared = pipeline.names();
        pipeline.joins().values().forEach(join -> {
            collectable.add(join.output());
            collectable.add(DEAD + join.output());
            collectable.add(DEAD + join.name());
        });
        pipeline.computes().keySet().forEach(compute -> {
            collectable.add(compute);
            collectable.add(DEAD + compute);
        });
        pipeline.outputs().forEach((output, rule) -> {
            collectable.add(output);
            collectable.add(DEAD + output);
            rule.relay().ifPresent(broker -> relays.put(output, broker));
        });
        pipeline.streams().keySet().forEach(stream -> {
            collectable.add(DEAD + stream);
            if (pipeline.isMailbox(stream)) {
                collectable.add(stream);
            }
        });
    }

    @Override
    public Optional<String> refusal(String address) {
        if (AddressPattern.isPattern(address)) {
            return matching(address).isEmpty() ? Optional.of(unmatched(address)) : Optional.empty();
        }
        String name = address.startsWith(DEAD) ? address.substring(DEAD.length()) : address;
        if (collectable.contains(address)) {
            return Optional.empty();
        }
        if (pipeline.allowsUndeclared() && !declared.contains(name)) {
            return Words.isName(name)
                    ? Optional.empty()
                    : Optional.of("'" + address + "' is no address; it is a NAME or dead/NAME");
        }
        boolean mailbox = pipeline.isMailbox(address);
        return Optional.of(mailbox ? unknown(address) : taken(address));
    }

    @Override
    public List<String> matching(String address) {
        return matching(address, Set.of());
    }

    /**
     * Returns the addresses that {@code address} means.
     *
     * @param undeclared names that messages went to without being declared
     */
    List<String> matching(String address, Set<String> undeclared) {
        if (!AddressPattern.isPattern(address)) {
            return List.of(address);
        }
        Optional<AddressPattern> pattern = AddressPattern.read(address);
        return Stream.concat(
                        collectable.stream(),
                        undeclared.stream().filter(name -> refusal(name).isEmpty()))
                .filter(name -> pattern.isPresent() && pattern.get().means(name))
                .filter(this::isCollectedHere)
                .distinct()
                .sorted()
                .toList();
    }

    /** Returns why nothing can be collected at a pattern that matches nothing. */
    String unmatched(String pattern) {
        if (AddressPattern.read(pattern).isEmpty()) {
            return "'" + pattern
                    + "' is no pattern; * stands for one part between dots, # for all parts at the end, as in"
                    + " orders.* or orders.#";
        }
        return "no queue matches '" + pattern + "'; there is " + addresses(this::isCollectedHere);
    }

    private boolean isCollectedHere(String name) {
        return !isTopic(name) && !relays.containsKey(name);
    }

    @Override
    public boolean isTopic(String address) {
        OutputRule rule = pipeline.outputs().get(address);
        return rule != null && rule.deliver() == Deliver.TOPIC;
    }

    @Override
    public Map<String, BrokerAddress> relays() {
        return relays;
    }

    @Override
    public int maxDeliveries(String address) {
        OutputRule rule = pipeline.outputs().get(SubscriptionAddress.topicOf(address));
        return rule == null ? OutputRule.DEFAULT_MAX_DELIVERIES : rule.maxDeliveries();
    }

    private String unknown(String address) {
        String right = Words.nearest(address, collectable)
                .map(near -> "did you mean '" + near + "'?")
                .orElseGet(() -> "there is " + all());
        return "nothing is collected at '" + address + "'; " + right;
    }

    private String all() {
        return addresses(name -> true);
    }

    private String addresses(Predicate<String> which) {
        return collectable.stream()
                .filter(name -> !name.startsWith(DEAD))
                .filter(which)
                .collect(Collectors.joining(", "));
    }

    private String taken(String stream) {
        List<JoinRule> joins = pipeline.takersOf(stream);
        List<ComputeRule> computes = pipeline.computesOf(stream);
        Stream<String> takers = Stream.concat(
                joins.stream().map(join -> "join '" + join.name() + "'"),
                computes.stream().map(compute -> "compute '" + compute.name() + "'"));
        Stream<String> outputs = Stream.concat(
                joins.stream().map(JoinRule::output), computes.stream().map(ComputeRule::name));
        return "stream '" + stream + "' is taken by " + takers.collect(Collectors.joining(" and ")) + "; collect "
                + outputs.collect(Collectors.joining(" or "));
    }
}
