package io.roundabout.hub;

import io.roundabout.api.VehiclesView;
import io.roundabout.entrance.VehicleReport;
import io.roundabout.gate.LinkReport;

/** Words what the doors say of who is connected. Pure functions. */
final class Connected {
    private Connected() {}

    static VehiclesView.SessionView session(VehicleReport vehicle) {
        return new VehiclesView.SessionView(
                vehicle.peer(),
                vehicle.vehicle(),
                vehicle.session(),
                vehicle.stream(),
                vehicle.messages(),
                vehicle.undecided(),
                vehicle.quietMillis(),
                vehicle.held());
    }

    static VehiclesView.LinkView link(LinkReport link) {
        return new VehiclesView.LinkView(
                link.peer(),
                link.vehicle(),
                link.link(),
                link.collects() ? "collect" : "push",
                link.address(),
                link.credit(),
                link.unsettled());
    }
}
