package io.roundabout.api;

import io.roundabout.pipeline.Difference;
import java.util.List;

/**
 * What became of a change of the rules.
 *
 * @param applied whether the rules that were asked for are in force now
 * @param changes what changed, or would change
 * @param stranded what would be left without use, in words; empty if nothing is
 */
public record AppliedView(boolean applied, List<Difference.Change> changes, List<String> stranded) {
    public AppliedView {
        changes = List.copyOf(changes);
        stranded = List.copyOf(stranded);
    }
}
