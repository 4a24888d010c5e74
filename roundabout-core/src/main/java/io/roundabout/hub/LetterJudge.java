package io.roundabout.hub;

import io.roundabout.RefusalCode;
import io.roundabout.circulation.Destination;
import io.roundabout.entrance.DoorCheck;
import io.roundabout.entrance.StreamCatalog;
import io.roundabout.outbox.AddressBook;
import io.roundabout.outbox.Outbox;
import io.roundabout.outbox.StoredMessage;
import io.roundabout.pipeline.Definitions;
import io.roundabout.pipeline.Pipeline;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Says where dead letters go that are sent back, by the rules of now: to the output or mailbox they came from; to their
 * stream, if the door takes them now; or nowhere. Confined to one thread at a time.
 */
final class LetterJudge implements Destination.Judge {
    /** Times that a letter is sent back unless somebody insists. Source: docs/decisions/0014-looking.md. */
    static final int MOST_REDRIVEN = 3;

    private static final Set<String> REFUSALS =
            Arrays.stream(RefusalCode.values()).map(RefusalCode::word).collect(Collectors.toUnmodifiableSet());

    private final Pipeline rules;
    private final StreamCatalog streams;
    private final AddressBook addresses;
    private final String owner;
    private final boolean force;
    private final DoorCheck door = new DoorCheck();

    /**
     * @param rules the pipeline of now
     * @param address {@code dead/NAME}, where the letters are
     * @param force whether letters go that were sent back often before
     */
    LetterJudge(Pipeline rules, String address, boolean force) {
        this.rules = rules;
        this.owner = address.substring(address.indexOf('/') + 1);
        this.streams = Definitions.of(rules);
        this.addresses = new Addresses(rules);
        this.force = force;
    }

    @Override
    public Destination of(StoredMessage letter) {
        Map<String, String> properties = letter.properties();
        String origin = properties.getOrDefault("origin", "");
        if (!force && Outbox.redriven(letter) >= MOST_REDRIVEN) {
            return new Destination.Stays("sent back " + MOST_REDRIVEN + " times before; --force sends it once more");
        }
        if (properties.containsKey("truncated")) {
            return new Destination.Stays("only its beginning was kept");
        }
        // What a compute cannot add was taken all the same, and so was what a taker gave up that is gone.
        boolean taken = rules.computes().containsKey(owner) || isByGoneTaker(origin);
        boolean refused = !taken && REFUSALS.contains(properties.getOrDefault("reason", ""));
        if (taken && !origin.equals(owner) && rules.joins().containsKey(origin)) {
            return new Destination.Stays("it is a result of join '" + origin + "', and others had it");
        }
        if (!refused && addresses.refusal(origin).isEmpty()) {
            return new Destination.Address(origin);
        }
        if (isByGoneTaker(origin) && !rules.isMailbox(origin) && !force) {
            return new Destination.Stays("'" + owner + "' takes no '" + origin
                    + "' any more, and who does now may have had it; --force sends it");
        }
        if (!refused && rules.takersOf(origin).size() + rules.computesOf(origin).size() > 1) {
            return new Destination.Stays("several take '" + origin + "', and the others had it");
        }
        Destination destination = streams.find(origin)
                .map(stream -> judged(letter, door.check(letter.body(), letter.key(), stream), origin))
                .orElseGet(() -> new Destination.Stays("'" + origin + "' is not there any more"));
        return refused ? destination : withoutId(destination);
    }

    /** Returns whether a join or compute that took {@code origin} takes it no more: others may have taken the same. */
    private boolean isByGoneTaker(String origin) {
        return !owner.equals(origin)
                && rules.takersOf(origin).stream().noneMatch(join -> join.name().equals(owner))
                && rules.computesOf(origin).stream()
                        .noneMatch(compute -> compute.name().equals(owner));
    }

    /** What was taken once is remembered by its id, and would be a duplicate of itself. */
    private static Destination withoutId(Destination destination) {
        return destination instanceof Destination.Stream to
                ? new Destination.Stream(to.stream(), to.format(), to.key(), null)
                : destination;
    }

    private static Destination judged(StoredMessage letter, DoorCheck.Verdict verdict, String stream) {
        if (verdict instanceof DoorCheck.Taken taken) {
            return new Destination.Stream(stream, taken.format(), taken.key(), taken.id());
        }
        DoorCheck.Refused refused = (DoorCheck.Refused) verdict;
        Optional<String> before = Optional.ofNullable(letter.properties().get("reason"));
        String word = refused.code().word();
        return before.filter(word::equals).isPresent()
                ? new Destination.Stays("still refused: " + word)
                : new Destination.DeadAgain(word, refused.text());
    }
}
