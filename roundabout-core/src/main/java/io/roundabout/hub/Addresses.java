package io.roundabout.hub;

import io.roundabout.Words;
import io.roundabout.outbox.AddressBook;
import io.roundabout.outbox.SubscriptionAddress;
import io.roundabout.pipeline.Deliver;
import io.roundabout.pipeline.JoinRule;
import io.roundabout.pipeline.OutputRule;
import io.roundabout.pipeline.Pipeline;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The addresses a pipeline makes: outputs of joins, streams that no join takes, and the dead letters of each stream, join and
 * output. Where nothing is declared, any name. Immutable.
 */
public final class Addresses implements AddressBook {
    private static final String DEAD = "dead/";

    private final Pipeline pipeline;
    private final TreeSet<String> collectable = new TreeSet<>();

    /** Creates the address book of a pipeline. */
    public Addresses(Pipeline pipeline) {
        this.pipeline = pipeline;
        pipeline.joins().values().forEach(join -> {
            collectable.add(join.output());
            collectable.add(DEAD + join.output());
            collectable.add(DEAD + join.name());
        });
        pipeline.outputs().keySet().forEach(output -> {
            collectable.add(output);
            collectable.add(DEAD + output);
        });
        pipeline.streams().keySet().forEach(stream -> {
            collectable.add(DEAD + stream);
            if (pipeline.takersOf(stream).isEmpty()) {
                collectable.add(stream);
            }
        });
    }

    @Override
    public Optional<String> refusal(String address) {
        String name = address.startsWith(DEAD) ? address.substring(DEAD.length()) : address;
        if (pipeline.isEmpty()) {
            return Words.isName(name)
                    ? Optional.empty()
                    : Optional.of("'" + address + "' is no address; it is a NAME or dead/NAME");
        }
        if (collectable.contains(address)) {
            return Optional.empty();
        }
        List<JoinRule> takers = pipeline.takersOf(address);
        return Optional.of(takers.isEmpty() ? unknown(address) : taken(address, takers));
    }

    @Override
    public boolean isTopic(String address) {
        OutputRule rule = pipeline.outputs().get(address);
        return rule != null && rule.deliver() == Deliver.TOPIC;
    }

    @Override
    public int maxDeliveries(String address) {
        OutputRule rule = pipeline.outputs().get(SubscriptionAddress.topicOf(address));
        return rule == null ? OutputRule.DEFAULT_MAX_DELIVERIES : rule.maxDeliveries();
    }

    private String unknown(String address) {
        String right = Words.nearest(address, collectable)
                .map(near -> "did you mean '" + near + "'?")
                .orElseGet(() -> "there is "
                        + collectable.stream()
                                .filter(name -> !name.startsWith(DEAD))
                                .collect(Collectors.joining(", ")));
        return "nothing is collected at '" + address + "'; " + right;
    }

    private static String taken(String stream, List<JoinRule> takers) {
        return "stream '" + stream + "' is taken by "
                + takers.stream().map(join -> "join '" + join.name() + "'").collect(Collectors.joining(" and "))
                + "; collect " + takers.stream().map(JoinRule::output).collect(Collectors.joining(" or "));
    }
}
