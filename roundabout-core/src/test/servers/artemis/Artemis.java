import java.util.Set;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;

/** A broker with one durable queue and one user, which keeps what it has in a folder, until the standard input ends. Prints one line when it is ready. */
public final class Artemis {
    private Artemis() {}

    /** Arguments: folder, port, name of the queue, user, password. */
    public static void main(String[] args) throws Exception {
        String folder = args[0];
        Configuration config = new ConfigurationImpl()
                .setJMXManagementEnabled(false)
                .setJournalType(JournalType.NIO)
                .setJournalDirectory(folder + "/journal")
                .setBindingsDirectory(folder + "/bindings")
                .setPagingDirectory(folder + "/paging")
                .setLargeMessagesDirectory(folder + "/large")
                .setMaxDiskUsage(100)
                .addAcceptorConfiguration("amqp", "tcp://127.0.0.1:" + args[1] + "?protocols=AMQP")
                .addQueueConfiguration(QueueConfiguration.of(args[2])
                        .setRoutingType(RoutingType.ANYCAST)
                        .setDurable(true));
        config.putSecurityRoles("#", Set.of(new Role("all", true, true, true, true, true, true, true, true, true, true, false, false)));
        SecurityConfiguration users = new SecurityConfiguration();
        users.addUser(args[3], args[4]);
        users.addRole(args[3], "all");
        EmbeddedActiveMQ broker = new EmbeddedActiveMQ()
                .setConfiguration(config)
                .setSecurityManager(new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), users));
        broker.start();
        System.out.println("ready");
        // Nobody writes: this ends when the test does, even if it was killed.
        System.in.transferTo(System.err);
        Runtime.getRuntime().halt(0);
    }
}
