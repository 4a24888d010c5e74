package io.roundabout.gate;

import io.roundabout.entrance.SideDoor;

/**
 * What the connections of a gate share. All but the settings and counts are confined to the gate's event loop.
 *
 * @param settings the gate's settings
 * @param hub names the hub and answers for addresses
 * @param hubId container-id of the hub
 * @param outputs outputs somebody is attached to
 * @param passes runs what input has made due
 * @param unsettled memory for what links hold
 * @param door takes what clients push
 * @param pushes memory for what clients push
 * @param decoder reads what clients push
 * @param failure stops the hub
 * @param names links by container-id and name
 * @param counts what happened so far
 */
record GateParts(
        GateSettings settings,
        HubSide hub,
        String hubId,
        Outputs outputs,
        Passes passes,
        UnsettledBudget unsettled,
        SideDoor door,
        PushBudget pushes,
        MessageDecoder decoder,
        GateFailure failure,
        LinkNames names,
        GateCounts counts) {}
