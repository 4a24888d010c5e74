package io.roundabout.entrance.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.roundabout.entrance.EntranceServer;
import io.roundabout.entrance.TestingHub;
import io.roundabout.entrance.TestingVehicle;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.apache.spark.storage.StorageLevel;
import org.junit.jupiter.api.Test;

class EntranceReceiverTest {

    @Test
    void findsItsEntranceAfterSparkHasSentItToTheJvm() throws Exception {
        EntranceReceiver sent = afterSending(new EntranceReceiver());

        assertThatThrownBy(sent::onStart).hasMessage("no EntranceServer lives in this JVM");
        assertThat(sent.storageLevel()).isEqualTo(StorageLevel.MEMORY_ONLY());
    }

    @Test
    void leavesWhatItCouldNotStoreToTheNextReceiver() {
        try (TestingHub hub = TestingHub.open();
                TestingVehicle vehicle = hub.connect()) {
            hub.server().detach(hub);
            JvmResidents.put(EntranceServer.class, hub.server());
            EntranceReceiver receiver = new EntranceReceiver();
            receiver.onStart();
            // Spark has not started this receiver, so that to store fails.
            vehicle.send("a\n!ping\n").read();
            JvmResidents.remove(EntranceServer.class, hub.server());
            receiver.onStop();

            hub.server().attach(hub);

            await().until(() -> hub.messages().size() == 1);
            assertThat(vehicle.halfClose().readAll()).containsExactly("+ok 1");
        }
    }

    private static EntranceReceiver afterSending(EntranceReceiver receiver) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(receiver);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (EntranceReceiver) in.readObject();
        }
    }
}
