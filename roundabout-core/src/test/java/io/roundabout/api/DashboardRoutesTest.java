package io.roundabout.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DashboardRoutesTest {
    private static final Pattern FILE_OF_THE_PAGE = Pattern.compile("(?:src|href)=\"([^\"#]+)\"");
    private static final Pattern FILE_OF_A_SCRIPT = Pattern.compile("from \"\\./([^\"]+)\"");

    private final ApiServer server = new ApiServer(
            "127.0.0.1",
            0,
            () -> new StatusView("ready", 0, List.of(), List.of(), List.of(), List.of()),
            new DashboardRoutes());

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void servesThePageAndAllThatItLoads() throws IOException, InterruptedException {
        Deque<String> wanted = new ArrayDeque<>(List.of(""));
        Set<String> served = new LinkedHashSet<>();
        while (!wanted.isEmpty()) {
            String path = wanted.remove();
            if (served.add(path)) {
                HttpResponse<String> answer = get(path);
                assertThat(answer.statusCode()).as(path).isEqualTo(200);
                (path.isEmpty() ? FILE_OF_THE_PAGE : FILE_OF_A_SCRIPT)
                        .matcher(answer.body())
                        .results()
                        .map(file -> (path.isEmpty() ? "" : "dashboard/") + file.group(1))
                        .forEach(wanted::add);
            }
        }
        assertThat(served).contains("dashboard/dashboard.css", "dashboard/dashboard.js", "dashboard/picture.js");
        assertThat(served).noneMatch(path -> path.contains("//"));
    }

    @Test
    void allowsNoScriptOrStyleInThePage() throws IOException, InterruptedException {
        HttpResponse<String> page = get("");

        assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
                .startsWith("default-src 'none'; script-src 'self'; style-src 'self';")
                .contains("frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page.headers().firstValue("x-content-type-options")).contains("nosniff");
        // What the policy would refuse would not work, so the page must not have it.
        assertThat(page.body()).doesNotContainPattern("<script>|<style|style=|\\son[a-z]+=");
    }

    @Test
    void saysWhatEachFileIs() throws IOException, InterruptedException {
        assertThat(type("")).isEqualTo("text/html;charset=utf-8");
        assertThat(type("dashboard/dashboard.js")).isEqualTo("text/javascript;charset=utf-8");
        assertThat(type("dashboard/dashboard.css")).isEqualTo("text/css;charset=utf-8");
        assertThat(type("dashboard/icon.svg")).startsWith("image/svg+xml");
        assertThat(get("dashboard/../dashboard.properties").statusCode()).isEqualTo(404);
    }

    private String type(String path) throws IOException, InterruptedException {
        return get(path).headers().firstValue("content-type").orElseThrow().replace(" ", "");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + "/" + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
