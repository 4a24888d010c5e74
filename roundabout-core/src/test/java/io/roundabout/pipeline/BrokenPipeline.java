package io.roundabout.pipeline;

import java.util.List;

/** A pipeline file and what is wrong with it, as it is reported. */
record BrokenPipeline(String yaml, List<String> problems) {
    static BrokenPipeline of(String yaml, String... problems) {
        return new BrokenPipeline(yaml, List.of(problems));
    }

    @Override
    public String toString() {
        return problems.get(0);
    }
}
