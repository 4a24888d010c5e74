package io.roundabout.entrance;

import java.util.concurrent.CompletionStage;

/**
 * The one line an entrance has to the hub: it greets sessions and learns stream definitions. What the hub decides of cuts
 * comes back through {@link EntranceServer#decided}. In-process on one machine; on a cluster a connection to the driver.
 *
 * <p>Implementations are thread-safe and never block.
 */
public interface HubLine {

    /**
     * Looks up what the hub has decided of a resumable session. To be called only when every earlier cut that holds
     * messages of the session is decided or given up.
     *
     * @param session the session's id, 1 to 128 bytes of UTF-8
     * @return completes on any thread; fails with a RoundaboutException if the hub is stopping
     */
    CompletionStage<Greeting> greet(String session);

    /** Tells the hub that no connection holds the session any more, so that it need not be kept in memory. */
    void farewell(String session);

    /** Tells the hub that a cut is stored and can be taken in a turn. Called by the entrance's storing thread. */
    void stored(long cut);

    /**
     * Asks whether messages may go to a stream nobody declared, of which the hub takes only so many. Called by the
     * entrance's thread, before the first message; the name is taken from then on.
     */
    boolean admits(String undeclared);

    /** Returns the definitions in force. */
    StreamCatalog catalog();
}
