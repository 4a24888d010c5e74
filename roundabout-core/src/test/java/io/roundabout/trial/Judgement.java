package io.roundabout.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.roundabout.history.History;
import java.util.List;

/** Holds a history to be clean, and says shortly what was wrong. */
final class Judgement {
    private static final int SHOWN = 3;
    private static final int LONGEST = 400;

    private Judgement() {}

    /**
     * Fails, with counts and some examples, unless nothing was lost, invented, doubled or changed. What the hub says of itself
     * tells whether the lost are still held, wait, or are gone.
     */
    static void clean(History history, HubProcess hub) {
        History.Verdict verdict = history.verdict();
        assertThat(verdict.isClean())
                .as(() -> "lost " + some(verdict.lost()) + "; invented " + some(verdict.invented()) + "; doubled "
                        + some(verdict.doubled()) + "; changed " + some(verdict.changed()) + "; the hub says "
                        + hub.status())
                .isTrue();
    }

    private static String some(List<String> wrong) {
        return wrong.size() + " "
                + wrong.stream()
                        .limit(SHOWN)
                        .map(text -> text.substring(0, Math.min(LONGEST, text.length())))
                        .toList();
    }
}
