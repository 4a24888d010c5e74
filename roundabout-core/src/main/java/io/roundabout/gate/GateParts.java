package io.roundabout.gate;

/**
 * What the connections of a gate share. All but the settings and counts are confined to the gate's event loop.
 *
 * @param settings the gate's settings
 * @param hub names the hub and answers for addresses
 * @param hubId container-id of the hub
 * @param outputs outputs somebody is attached to
 * @param passes runs what input has made due
 * @param unsettled memory for what links hold
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
        GateFailure failure,
        LinkNames names,
        GateCounts counts) {}
