package io.roundabout.entrance;

import io.roundabout.Refusal;
import java.util.List;

/**
 * What is told of the messages of one session in one cut only when the cut is decided. Immutable.
 *
 * @param refusals what the rules refused beyond what the door did, in order of number
 * @param duplicates numbers of the messages that were known already, in order
 */
public record LateAnswers(List<Refusal> refusals, List<Long> duplicates) {
    /** Nothing to tell. */
    public static final LateAnswers NONE = new LateAnswers(List.of(), List.of());

    public LateAnswers {
        refusals = List.copyOf(refusals);
        duplicates = List.copyOf(duplicates);
    }
}
