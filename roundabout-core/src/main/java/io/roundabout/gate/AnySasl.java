package io.roundabout.gate;

import java.util.List;
import org.apache.qpid.proton.engine.Sasl;
import org.apache.qpid.proton.engine.SaslListener;
import org.apache.qpid.proton.engine.Transport;

/**
 * SASL without accounts: lets in whoever asks by ANONYMOUS or PLAIN, with any name and password, or skips it, so that
 * every client's default URL works. Confined to the gate's event loop.
 */
final class AnySasl implements SaslListener {
    private static final List<String> MECHANISMS = List.of("ANONYMOUS", "PLAIN");

    static void offer(Transport transport) {
        Sasl sasl = transport.sasl();
        sasl.server();
        sasl.allowSkip(true);
        sasl.setMechanisms(MECHANISMS.toArray(new String[0]));
        sasl.setListener(new AnySasl());
    }

    /** Returns whether a client was turned away: the outcome is written, and nothing after it. */
    static boolean isRefused(Transport transport) {
        return transport.sasl().getOutcome() == Sasl.SaslOutcome.PN_SASL_AUTH;
    }

    @Override
    public void onSaslInit(Sasl sasl, Transport transport) {
        boolean offered = MECHANISMS.containsAll(List.of(sasl.getRemoteMechanisms()));
        sasl.done(offered ? Sasl.SaslOutcome.PN_SASL_OK : Sasl.SaslOutcome.PN_SASL_AUTH);
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
