package io.roundabout.vehicle.testing;

import org.apache.qpid.proton.engine.Sasl;
import org.apache.qpid.proton.engine.SaslListener;
import org.apache.qpid.proton.engine.Transport;

/** Lets in whoever asks, once it has asked: a client that hears the outcome before it has chosen a mechanism waits for good. */
final class LetsIn implements SaslListener {
    @Override
    public void onSaslInit(Sasl sasl, Transport transport) {
        sasl.done(Sasl.SaslOutcome.PN_SASL_OK);
    }

    @Override
    public void onSaslResponse(Sasl sasl, Transport transport) {
        // Neither mechanism has a challenge to respond to.
    }

    @Override
    public void onSaslMechanisms(Sasl sasl, Transport transport) {
        // Said by servers only.
    }

    @Override
    public void onSaslChallenge(Sasl sasl, Transport transport) {
        // Said by servers only.
    }

    @Override
    public void onSaslOutcome(Sasl sasl, Transport transport) {
        // Said by servers only.
    }
}
