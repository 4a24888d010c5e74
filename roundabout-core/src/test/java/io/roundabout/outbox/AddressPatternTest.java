package io.roundabout.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPatternTest {
    @ParameterizedTest
    @CsvSource({
        "orders.*, orders.eu, true",
        "orders.*, orders.eu.north, false",
        "orders.*, orders, false",
        "orders.*, ordersXeu, false",
        "*.eu, orders.eu, true",
        "*.eu, a.orders.eu, false",
        "a.*.c, a.b.c, true",
        "orders.#, orders.eu.north, true",
        "orders.#, orders.eu, true",
        "orders.#, orders, true",
        "orders.#, orders2, false",
        "*, orders, true",
        "*, orders.eu, false",
        "#, orders.eu.north, true",
        "#, dead/orders, false",
        "dead/#, dead/orders.eu, true",
        "dead/*, dead/orders, true",
        "dead/*, orders, false",
        "#, news/ada/daily, false",
    })
    void meansTheAddressesThatMatch(String pattern, String address, boolean means) {
        assertThat(AddressPattern.read(pattern).orElseThrow().means(address)).isEqualTo(means);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"orders", "orders.eu*", "#.orders", "a.#.b", "orders.**", ".*", "*.", "a..*", "dead/a/*", "a#"})
    void isNothingElse(String text) {
        assertThat(AddressPattern.read(text)).isEmpty();
    }

    @Test
    void isToldFromANameByItsCharacters() {
        assertThat(AddressPattern.isPattern("orders.eu")).isFalse();
        assertThat(AddressPattern.isPattern("orders.eu*")).isTrue();
    }
}
