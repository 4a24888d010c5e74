package io.roundabout.trial;

import static io.roundabout.trial.Browser.Key.ENTER;
import static io.roundabout.trial.Browser.Key.ESCAPE;
import static io.roundabout.trial.Browser.Key.TAB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.roundabout.vehicle.Collecting;
import io.roundabout.vehicle.Vehicle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.qpid.protonj2.client.exceptions.ClientException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody opens the hub's page, who did not write the pipeline. */
class DashboardIT {
    private static final String PIPELINE = """
            version: 1
            streams:
              orders: {key: /customer}
              customers: {key: /id}
            joins:
              named: {inputs: {orders: one, customers: latest}, output: named-orders}
            """;

    /** Kept with what the build made. */
    private static final Path PICTURES = Path.of("target", "dashboard");

    private static final String LATENCY = "#plots .plot:nth-child(3)";

    /** A key that would do something if it were taken for markup. */
    private static final String KEY = "<img src=x onerror=alert(1)>";

    @TempDir
    private Path folder;

    @BeforeEach
    void requireBrowser() {
        assumeTrue(Browser.whyNone().isEmpty(), () -> Browser.whyNone().orElse(""));
    }

    @Test
    void showsWhatGoesRoundAndWhatDoesNot() throws IOException, InterruptedException, ClientException {
        try (HubProcess hub = HubProcess.in(folder).pipeline(PIPELINE).start();
                Browser browser = Browser.in(folder)) {
            browser.size(1280, 1000);
            browser.prefers("light");
            browser.go("http://127.0.0.1:" + hub.httpPort() + "/");
            browser.awaitText("#line", "live");
            browser.awaitText("#first", "nc -N 127.0.0.1 " + hub.entrancePort());

            push(hub);

            explainsWithAClick(browser);
            looksAtAnOutputWithTheKeyboardAlone(browser);
            seesWhoIsConnected(hub, browser);
            redrivesALetter(hub, browser);
            isReadableOnAPhone(browser);
            assertThat(browser.console()).isEmpty();
            recoversWhenTheHubIsBack(hub, browser);
            assertThat(hub.words()).isEmpty();
        }
    }

    private static void push(HubProcess hub) throws IOException {
        PlainVehicle.netcat(hub, """
                !stream orders
                {"customer":"%s","order":1}
                {"customer":"c2","order":2}
                {"order":3}
                !stream customers
                {"id":"c2","name":"Ada"}
                """.formatted(KEY));
    }

    private static void explainsWithAClick(Browser browser) throws IOException {
        browser.awaitText(".node.stream", "2 in");
        browser.awaitText(".node.join", "held");
        browser.awaitText(".node.output", "1 waiting");
        browser.awaitText("#attention", "Dead letters: 1 of orders");
        browser.awaitText("#dead", "no-key 1");
        browser.awaitText("#waiting tbody", KEY);
        browser.screenshot(PICTURES.resolve("light.png"));

        browser.click("#waiting tbody .key");

        browser.awaitText("#dialog .answer", "No result yet");
        assertThat(browser.text("#dialog .answer")).contains("Missing: customers", KEY);
        assertThat(browser.text("#dialog-title")).isEqualTo("Key " + KEY + " in named");
        browser.screenshot(PICTURES.resolve("explain.png"));
        browser.click("#dialog-close");
        await().until(() -> !isOpen(browser));
    }

    private static void looksAtAnOutputWithTheKeyboardAlone(Browser browser) {
        // From the top of the page: the tab key reaches everything, in the order in which it is read.
        browser.run("document.activeElement.blur(); window.scrollTo(0, 0)");
        for (int tabs = 0; tabs < 30 && !focused(browser).startsWith("output named-orders"); tabs++) {
            browser.press(TAB);
        }
        assertThat(focused(browser)).startsWith("output named-orders, 1 waiting");

        browser.press(ENTER);

        browser.awaitText("#dialog-body", "\"name\":\"Ada\"");
        browser.press(ESCAPE);
        await().until(() -> !isOpen(browser));
        assertThat(focused(browser)).startsWith("output named-orders");
    }

    private static void seesWhoIsConnected(HubProcess hub, Browser browser) throws IOException {
        try (Socket shop = new Socket(InetAddress.getLoopbackAddress(), hub.entrancePort());
                Vehicle waiter = hub.vehicle("waiter").build();
                Collecting letters = waiter.take("dead/orders", 1)) {
            shop.getOutputStream().write("!hello vehicle=shop\n!stream customers\n".getBytes(StandardCharsets.UTF_8));
            letters.iterator().next();

            browser.awaitText("#sessions tbody", "shop");
            assertThat(browser.text("#sessions tbody")).contains("customers");
            browser.awaitText("#links tbody", "waiter");
            assertThat(browser.text("#links tbody")).contains("collect", "dead/orders");
        }
        browser.awaitText("#links", "Nobody is connected.");
    }

    private static void redrivesALetter(HubProcess hub, Browser browser) throws ClientException, IOException {
        // It has read the metrics once, or it would not know; so it sees what is delivered from now on.
        browser.awaitText(".node.output", "oldest");
        LookIT.rejectOne(hub, "named-orders");
        browser.awaitText("#dead", "not to my taste");
        browser.awaitText(LATENCY, "at most");
        browser.awaitText(".node.output", "0 waiting");
        browser.screenshot(PICTURES.resolve("trouble.png"));

        browser.click("button[aria-label='Send the dead letters of orders back']");
        browser.awaitText("#dialog [role=status]", "1 letter would stay");
        assertThat(browser.run("return document.querySelector('#dialog .danger').disabled")
                        .asBoolean())
                .isTrue();
        browser.press(ESCAPE);
        browser.click("button[aria-label='Send the dead letters of named-orders back']");
        browser.awaitText("#dialog [role=status]", "1 letter would go to named-orders.");
        browser.click("#dialog .danger");
        browser.awaitText("#dialog [role=status]", "1 letter went to named-orders.");
        browser.click("#dialog .actions button");

        browser.awaitText(".node.output", "1 waiting");
        await().until(() -> !browser.text("#dead").contains("not to my taste"));
    }

    private static void isReadableOnAPhone(Browser browser) throws IOException {
        browser.size(360, 740);
        browser.prefers("dark");
        await().until(() ->
                browser.run("return document.documentElement.scrollWidth").asInt() <= 360);
        browser.screenshot(PICTURES.resolve("phone.png"));
        browser.size(1280, 1000);
        browser.screenshot(PICTURES.resolve("dark.png"));
    }

    private static void recoversWhenTheHubIsBack(HubProcess hub, Browser browser)
            throws IOException, InterruptedException {
        // The page listens while the hub stops, and must not keep it from that.
        hub.stop();
        browser.awaitText("#banner", "The hub does not answer.");
        browser.screenshot(PICTURES.resolve("lost.png"));

        hub.start();

        browser.awaitText("#line", "live");
        await().until(() -> browser.text("#banner").isEmpty());
        PlainVehicle.netcat(hub, "!stream orders\n{\"customer\":\"c3\"}\n");
        browser.awaitText("#waiting", "c3");
    }

    private static boolean isOpen(Browser browser) {
        return browser.run("return document.getElementById('dialog').open").asBoolean();
    }

    private static String focused(Browser browser) {
        return browser.run("return document.activeElement.getAttribute('aria-label') ?? ''")
                .asText();
    }
}
