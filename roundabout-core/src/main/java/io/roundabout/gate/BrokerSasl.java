package io.roundabout.gate;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.qpid.proton.engine.Sasl;
import org.apache.qpid.proton.engine.SaslListener;
import org.apache.qpid.proton.engine.Transport;

/** Says to a broker who the hub is: PLAIN where it has a password, else ANONYMOUS. Confined to the gate's event loop. */
final class BrokerSasl implements SaslListener {
    private static final String PLAIN = "PLAIN";
    private static final String ANONYMOUS = "ANONYMOUS";

    private final Optional<RelayCredentials> credentials;
    private final Consumer<String> onRefused;

    private BrokerSasl(Optional<RelayCredentials> credentials, Consumer<String> onRefused) {
        this.credentials = credentials;
        this.onRefused = onRefused;
    }

    /** Has {@code transport} begin with it; {@code onRefused} hears why the broker does not let the hub in. */
    static void begin(
            Transport transport, String host, Optional<RelayCredentials> credentials, Consumer<String> onRefused) {
        Sasl sasl = transport.sasl();
        sasl.client();
        sasl.setRemoteHostname(host);
        sasl.setListener(new BrokerSasl(credentials, onRefused));
    }

    @Override
    public void onSaslMechanisms(Sasl sasl, Transport transport) {
        List<String> offered = Arrays.asList(sasl.getRemoteMechanisms());
        String wanted = credentials.isPresent() ? PLAIN : ANONYMOUS;
        if (!offered.contains(wanted)) {
            onRefused.accept("it offers SASL " + String.join(", ", offered) + ", and not " + wanted
                    + (credentials.isPresent() ? "" : "; give it a user, with a password in relay.credentials"));
        } else if (credentials.isPresent()) {
            sasl.plain(credentials.get().user(), credentials.get().password());
        } else {
            sasl.setMechanisms(ANONYMOUS);
        }
    }

    @Override
    public void onSaslOutcome(Sasl sasl, Transport transport) {
        if (sasl.getOutcome() != Sasl.SaslOutcome.PN_SASL_OK) {
            onRefused.accept(credentials
                    .map(who -> "it does not let user '" + who.user() + "' in with the password of relay.credentials")
                    .orElse("it lets nobody in without a user"));
        }
    }

    @Override
    public void onSaslChallenge(Sasl sasl, Transport transport) {
        // Neither mechanism has a challenge.
    }

    @Override
    public void onSaslInit(Sasl sasl, Transport transport) {
        // Said by clients only.
    }

    @Override
    public void onSaslResponse(Sasl sasl, Transport transport) {
        // Said by clients only.
    }
}
