package io.roundabout.circulation;

import io.roundabout.state.Ledger;
import java.util.Set;

/**
 * Rules to put in force.
 *
 * @param pipeline the pipeline as text
 * @param named every stream, join, compute and output it names
 * @param judge decides by what is held whether they may be
 * @param doors hears, on the loop's thread, that they are in force: what comes in is judged by them from now on
 */
public record RuleChange(String pipeline, Set<String> named, Judge judge, Runnable doors) {
    public RuleChange {
        named = Set.copyOf(named);
    }

    /** Decides whether rules may be put in force. */
    @FunctionalInterface
    public interface Judge {
        /**
         * Returns the joins and computes; what they hold is to be set aside as dead letters first.
         *
         * @param ledger what is held at that moment
         * @throws io.roundabout.RoundaboutException if the rules may not be put in force; then nothing changes
         */
        Set<String> stranded(Ledger ledger);
    }
}
