package io.roundabout.gate;

import java.util.function.LongUnaryOperator;

/**
 * What the relays of a gate share. Confined to the gate's event loop.
 *
 * @param outputs outputs they take from
 * @param unsettled memory for what links, leases and relays have
 * @param dialer comes to brokers
 * @param later does things later
 * @param random draws a number from 0 up to, and without, its argument
 */
record RelayParts(
        Outputs outputs, UnsettledBudget unsettled, BrokerLink.Dialer dialer, Later later, LongUnaryOperator random) {}
