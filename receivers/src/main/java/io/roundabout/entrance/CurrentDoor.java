package io.roundabout.entrance;

/** The door of one stream, as the catalogue in force has it. Confined to the event loop. */
final class CurrentDoor {
    private final StreamDoors doors;
    private int edition;
    private StreamDoor door;

    CurrentDoor(StreamDoors doors, String stream) {
        this.doors = doors;
        this.edition = doors.edition();
        this.door = doors.of(stream);
    }

    /** Returns the name of the stream. */
    String name() {
        return door.name();
    }

    /** Returns the door for the next message. */
    StreamDoor get() {
        int inForce = doors.edition();
        if (inForce != edition) {
            edition = inForce;
            door = doors.of(door.name());
        }
        if (!door.isAdmitted()) {
            door = doors.admit(door);
        }
        return door;
    }
}
