package io.roundabout.circulation;

import io.roundabout.pipeline.PipelineText;
import java.io.Serializable;

/**
 * The rules as they travel to tasks.
 *
 * @param version counts changes of the rules since the hub started
 * @param pipeline the pipeline as text
 * @param computes whether it has computes, so that a turn has two stages
 */
record RulesText(long version, String pipeline, boolean computes) implements Serializable {
    static RulesText of(long version, String pipeline) {
        return new RulesText(
                version, pipeline, !PipelineText.read(pipeline).computes().isEmpty());
    }
}
