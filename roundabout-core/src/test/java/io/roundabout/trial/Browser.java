package io.roundabout.trial;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A headless Chromium with a person at it who clicks and types. It is driven over WebDriver, whose few requests that are
 * needed stand here: a library for it would bring twenty others to the class path that the tests' hubs run with. Close it: no
 * process is left. Confined to one thread. Source: W3C WebDriver.
 */
final class Browser implements AutoCloseable {
    /** Name of the reference to an element in JSON. Source: WebDriver, section 11. */
    private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

    private static final Pattern PORT = Pattern.compile("started successfully on port (\\d+)");
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");

    private final ObjectMapper mapper = new ObjectMapper();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Process driver;
    private final String session;

    /** A key of the keyboard. Source: WebDriver, section 17.4.2. */
    enum Key {
        TAB('\uE004'),
        ENTER('\uE007'),
        ESCAPE('\uE00C'),
        SPACE(' ');

        private final char code;

        Key(char code) {
            this.code = code;
        }
    }

    /** The browser could not do it: nothing there to click, or it changed in that moment. */
    static final class UnableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnableException(String message) {
            super(message);
        }
    }

    private Browser(Path folder, Path program, Path driverProgram) throws IOException {
        Path log = folder.resolve("chromedriver.log");
        driver = new ProcessBuilder(driverProgram.toString(), "--port=0")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean whole = false;
        try {
            await().atMost(HubProcess.PATIENCE)
                    .until(() -> PORT.matcher(Files.readString(log)).find());
            Matcher port = PORT.matcher(Files.readString(log));
            if (!port.find()) {
                throw new AssertionError("no port");
            }
            String root = "http://127.0.0.1:" + port.group(1) + "/session";
            session = root + "/"
                    + post(root, capabilities(folder, program)).at("/sessionId").asText();
            whole = true;
        } finally {
            if (!whole) {
                end();
            }
        }
    }

    private static Map<String, Object> capabilities(Path folder, Path program) {
        List<String> arguments = List.of(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--user-data-dir=" + folder.resolve("chromium"));
        Map<String, Object> options = Map.of("binary", program.toString(), "args", arguments);
        return Map.of(
                "capabilities",
                Map.of(
                        "alwaysMatch",
                        Map.of("goog:chromeOptions", options, "goog:loggingPrefs", Map.of("browser", "ALL"))));
    }

    /** Returns why there is no browser on this machine; empty if there is one. */
    static Optional<String> whyNone() {
        if (onPath("chromedriver").isEmpty()) {
            return Optional.of("no chromedriver on the PATH; 'apt-get install chromium chromium-driver' has it");
        }
        return program().isEmpty() ? Optional.of("none of " + NAMES + " is on the PATH") : Optional.empty();
    }

    /** Starts one, with its own profile in {@code folder}. */
    static Browser in(Path folder) throws IOException {
        return new Browser(
                folder, program().orElseThrow(), onPath("chromedriver").orElseThrow());
    }

    private static Optional<Path> program() {
        return NAMES.stream().map(Browser::onPath).flatMap(Optional::stream).findFirst();
    }

    private static Optional<Path> onPath(String name) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Goes to a page. */
    void go(String url) {
        post(session + "/url", Map.of("url", url));
    }

    /** Makes the page so large, in CSS pixels: a phone's is 360 wide. Headless windows cannot be as narrow themselves. */
    void size(int width, int height) {
        devTools(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** Prefers {@code dark} or {@code light} as the system does. */
    void prefers(String scheme) {
        devTools(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** Returns the text that is seen of the first element of a CSS selector; empty where there is none. */
    String text(String selector) {
        return run("return document.querySelector(arguments[0])?.innerText ?? ''", selector)
                .asText();
    }

    /** Waits until a text is seen in an element. */
    void awaitText(String selector, String text) {
        await().atMost(HubProcess.PATIENCE).until(() -> text(selector), seen -> seen.contains(text));
    }

    /** Clicks with the mouse, as soon as it is there to be clicked. */
    void click(String selector) {
        await().atMost(HubProcess.PATIENCE)
                .ignoreExceptionsInstanceOf(UnableException.class)
                .until(() -> {
                    post(session + "/element/" + element(selector) + "/click", Map.of());
                    return true;
                });
    }

    /** Clicks into a field and types. */
    void type(String selector, String text) {
        click(selector);
        press(text);
    }

    /** Presses keys, wherever the focus is. */
    void press(Key... keys) {
        press(Stream.of(keys).map(key -> String.valueOf(key.code)).collect(java.util.stream.Collectors.joining()));
    }

    private void press(String text) {
        List<Map<String, String>> strokes = new ArrayList<>();
        text.codePoints().mapToObj(Character::toString).forEach(key -> {
            strokes.add(Map.of("type", "keyDown", "value", key));
            strokes.add(Map.of("type", "keyUp", "value", key));
        });
        post(
                session + "/actions",
                Map.of("actions", List.of(Map.of("type", "key", "id", "keyboard", "actions", strokes))));
    }

    /** Runs a script in the page and returns what it returns. */
    JsonNode run(String script, Object... arguments) {
        return post(session + "/execute/sync", Map.of("script", script, "args", List.of(arguments)));
    }

    /** Returns what the page wrote to its console since the last call: errors, and what its policy refused. */
    List<String> console() {
        return post(session + "/se/log", Map.of("type", "browser")).findValuesAsText("message");
    }

    /** Takes a picture of what is seen. */
    void screenshot(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        String picture = send(HttpRequest.newBuilder(URI.create(session + "/screenshot"))
                        .build())
                .asText();
        Files.write(file, Base64.getDecoder().decode(picture));
    }

    @Override
    public void close() {
        try {
            send(HttpRequest.newBuilder(URI.create(session)).DELETE().build());
        } finally {
            end();
        }
    }

    private void end() {
        driver.descendants().forEach(ProcessHandle::destroyForcibly);
        driver.destroyForcibly().onExit().join();
    }

    private void devTools(String command, Map<String, Object> parameters) {
        post(session + "/goog/cdp/execute", Map.of("cmd", command, "params", parameters));
    }

    private String element(String selector) {
        return post(session + "/element", Map.of("using", "css selector", "value", selector))
                .at("/" + ELEMENT)
                .asText();
    }

    private JsonNode post(String uri, Object body) {
        try {
            return send(HttpRequest.newBuilder(URI.create(uri))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(mapper.writeValueAsString(body)))
                    .build());
        } catch (IOException e) {
            throw new UnableException(e.toString());
        }
    }

    private JsonNode send(HttpRequest request) {
        try {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            JsonNode value = mapper.readTree(answer.body()).at("/value");
            if (answer.statusCode() != 200) {
                throw new UnableException(value.at("/error").asText() + ": "
                        + value.at("/message").asText());
            }
            return value;
        } catch (IOException e) {
            throw new UnableException(e.toString());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
