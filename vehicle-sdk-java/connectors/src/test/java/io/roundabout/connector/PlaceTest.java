package io.roundabout.connector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlaceTest {
    @Test
    void saysWhereARecordStands() {
        assertThat(Place.line(7)).hasToString("line 7");
        assertThat(Place.row(7)).hasToString("row 7");
        assertThat(Place.row("r1")).hasToString("row 'r1'");
    }

    @Test
    void followsTheNameOfASource() {
        assertThat("orders.jsonl" + Place.line(7).suffix()).isEqualTo("orders.jsonl:7");
        assertThat("orders.parquet" + Place.row(7).suffix()).isEqualTo("orders.parquet: row 7");
        assertThat("customers" + Place.row("r1").suffix()).isEqualTo("customers: row 'r1'");
    }
}
