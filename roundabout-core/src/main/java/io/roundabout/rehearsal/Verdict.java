package io.roundabout.rehearsal;

import io.roundabout.Words;
import java.util.List;
import java.util.Optional;

/**
 * What came of a case.
 *
 * @param file where it stands
 * @param name what it is called there
 * @param orders in how many orders it was tried
 * @param failure what was otherwise than it says; empty if nothing was in any order
 */
public record Verdict(String file, String name, int orders, Optional<Failure> failure) {
    /**
     * An order in which something was otherwise.
     *
     * @param seed to find it again
     * @param found the number of the order that failed, from 0
     * @param order the shortest one that fails, a line each
     * @param differences what is otherwise in it, a line each
     */
    public record Failure(long seed, int found, List<String> order, List<String> differences) {
        public Failure {
            order = List.copyOf(order);
            differences = List.copyOf(differences);
        }
    }

    /** Returns whether it is as the case says. */
    public boolean isPassed() {
        return failure.isEmpty();
    }

    /** Returns it as a person reads it, without a line's end. */
    public String text() {
        if (failure.isEmpty()) {
            return "ok      " + name + " (" + Words.count(orders, "order") + ")";
        }
        Failure failed = failure.get();
        StringBuilder text = new StringBuilder("FAILED  " + name + "\n        in " + file + ", seed " + failed.seed()
                + ", order " + failed.found() + "; the shortest order that fails:");
        failed.order().forEach(line -> text.append("\n          ").append(line));
        text.append("\n        What is otherwise then:");
        failed.differences().forEach(line -> text.append("\n          ").append(line));
        return text.toString();
    }
}
