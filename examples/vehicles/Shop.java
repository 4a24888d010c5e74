import io.roundabout.vehicle.CollectedMessage;
import io.roundabout.vehicle.Collecting;
import io.roundabout.vehicle.Vehicle;
import java.time.Duration;

/**
 * A vehicle in Java with the SDK: pushes an order and its customer, and collects what the hub made of them.
 *
 * <p>Usage: {@code java -cp 'vehicle-sdk-java/target/*:roundabout-core/target/lib/*' Shop.java KEY}. Environment: ROUNDABOUT_ENTRANCE, ROUNDABOUT_AMQP =
 * HOST:PORT (localhost:7070, localhost:5672).
 */
public final class Shop {
    private static int port(String variable, String otherwise) {
        String address = System.getenv().getOrDefault(variable, otherwise);
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    public static void main(String[] arguments) {
        String key = arguments[0];
        try (Vehicle vehicle = Vehicle.to("localhost")
                .entrancePort(port("ROUNDABOUT_ENTRANCE", "localhost:7070"))
                .amqpPort(port("ROUNDABOUT_AMQP", "localhost:5672"))
                .name("shop")
                .build()) {
            vehicle.push("orders", "{\"order_id\":1,\"customer\":\"" + key + "\"}");
            vehicle.push("customers", "{\"id\":\"" + key + "\",\"name\":\"Ada\"}");
            vehicle.flush(Duration.ofSeconds(30)); // returns when both are committed
            try (Collecting messages = vehicle.take("enriched", 10)) { // what is ready now
                for (CollectedMessage message : messages) { // accepted as the loop goes on
                    System.out.println(message.key().orElse("") + " " + message.text());
                }
            }
        }
    }
}
