package io.roundabout.pipeline;

import java.io.IOException;

/** The files that a pipeline file names. */
@FunctionalInterface
interface SchemaFiles {
    /**
     * Returns the text of {@code name}, which {@code pipelineFile} speaks of.
     *
     * @throws IOException if there is no such file, or it cannot be read
     */
    String read(String pipelineFile, String name) throws IOException;
}
