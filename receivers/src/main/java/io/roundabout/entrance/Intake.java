package io.roundabout.entrance;

import io.roundabout.Refusal;

/** Puts what one sender sends into the open cut: messages that are taken, and refusals. Confined to the event loop. */
final class Intake {
    private final EntranceLoop entrance;
    private final Session session;
    private final String vehicle;

    Intake(EntranceLoop entrance, Session session, String vehicle) {
        this.entrance = entrance;
        this.session = session;
        this.vehicle = vehicle;
    }

    /** Takes the message that was checked last. */
    void take(StreamDoor door, Span message) {
        entrance.cut().message(session, door, entrance.check().envelope(), message);
        entrance.framed();
    }

    /** Refuses the next message, and sets it aside where its stream says so. */
    Refusal refuse(Defect defect, StreamDoor door, Span message) {
        Refusal refusal = entrance.cut().refused(session, defect);
        if (door.setAside()) {
            entrance.cut().setAside(session, door, defect, message, vehicle);
        }
        entrance.framed();
        return refusal;
    }
}
