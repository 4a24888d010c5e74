package io.roundabout.pipeline;

/** How an output hands its messages out. */
public enum Deliver {
    /** Each message to one receiver. */
    QUEUE,
    /** Each message to every subscription. */
    TOPIC
}
