package io.roundabout.api;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** What the rules in force make, each with its counts, and who is there. Thread-safe. */
public interface CatalogDoor {
    /** Returns the streams by name. */
    Map<String, StreamView> streams();

    /** Returns the joins by name. */
    Map<String, JoinView> joins();

    /** Returns the computes by name. */
    Map<String, ComputeView> computes();

    /** Returns what is collected, by address. */
    Map<String, OutputView> outputs();

    /** Returns where vehicles push lines. */
    List<EntranceView> entrances();

    /** Returns who is connected. */
    CompletionStage<VehiclesView> vehicles();
}
