package io.roundabout.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Expressions in a hub: what they leave out, what completes by them, what they select; and after {@code kill -9}. */
class ExpressionsIT {
    private static final String PIPELINE = """
            version: 1
            streams:
              orders: {key: /customer, where: "amount > 0", fields: {amount: "decimal(18,2)"}}
              customers: {key: /id}
            joins:
              enriched:
                inputs: {orders: one, customers: latest}
                complete: {when: "customers IS NOT NULL OR orders.urgent = 'yes'"}
                select: "orders.order_id, customers.name, orders.amount * 2 AS twice, transform(split(orders.tags, ','), t -> upper(t)) AS tags"
            """;

    @TempDir
    private Path folder;

    @Test
    void filtersJudgesAndSelects() throws IOException {
        try (HubProcess hub = HubProcess.in(folder).pipeline(PIPELINE).start()) {
            assertThat(PlainVehicle.netcat(hub, """
                    !stream orders
                    {"customer":"a","order_id":1.0,"amount":10.5,"tags":"x,y"}
                    {"customer":"a","order_id":2,"amount":0}
                    {"customer":"b","order_id":3,"amount":1,"urgent":"yes"}
                    {"customer":"a","order_id":4,"amount":"all of it"}
                    """)).containsExactly("+ok 4");

            hub.crash();

            assertThat(PlainVehicle.netcat(hub, "!stream customers\n{\"id\":\"a\",\"name\":\"Ada\"}\n"))
                    .containsExactly("+ok 1");

            assertThat(HubIT.take(hub, "enriched"))
                    .containsExactlyInAnyOrder(
                            "{\"order_id\":3,\"name\":null,\"twice\":2.00,\"tags\":null}",
                            "{\"order_id\":1.0,\"name\":\"Ada\",\"twice\":21.00,\"tags\":[\"X\",\"Y\"]}");
            assertThat(hub.words()).isEmpty();
        }
    }
}
