package io.roundabout.trial;

import static io.roundabout.trial.HubIT.take;
import static io.roundabout.trial.LookIT.ask;
import static io.roundabout.trial.PlainVehicle.netcat;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** State folders that earlier versions left when they were killed; the rules are those of the folder. */
class UpgradeIT {
    private static final String ADA =
            "{\"key\":\"ada\",\"orders\":{\"order\":1,\"customer\":\"ada\"},\"customers\":{\"id\":\"ada\",\"name\":\"Ada\"}}";

    @TempDir
    private Path folder;

    @Test
    void goesOnWithTheFirstJourney() throws Exception {
        unpack("journey.zip");
        try (HubProcess hub = HubProcess.in(folder).start()) {
            assertThat(hub.words()).isEmpty();
            assertThat(take(hub, "enriched")).containsExactly(ADA);
            // The first of them was collected before.
            assertThat(take(hub, "notes"))
                    .containsExactlyInAnyOrder(
                            "{\"k\":\"y\",\"n\":2}", "{\"k\":\"x\",\"n\":3}", "{\"k\":\"z\",\"n\":4}");
            assertThat(ask(hub, "dead", "notes").out())
                    .startsWith("1 dead letter")
                    .contains("bad-json", "no json");

            netcat(hub, "!stream customers\n{\"id\":\"bob\",\"name\":\"Bob\"}\n");
            netcat(hub, "!stream payments\n{\"customer\":\"bob\",\"paid\":5}\n");

            String bob = "\"customers\":{\"id\":\"bob\",\"name\":\"Bob\"}}";
            assertThat(take(hub, "enriched"))
                    .containsExactly(
                            "{\"key\":\"bob\",\"orders\":{\"order\":2,\"customer\":\"bob\"}," + bob,
                            "{\"key\":\"bob\",\"orders\":{\"order\":3,\"customer\":\"bob\"}," + bob);
            assertThat(take(hub, "settled"))
                    .containsExactly("{\"key\":\"bob\",\"orders\":{\"order\":2,\"customer\":\"bob\"},"
                            + "\"payments\":{\"customer\":\"bob\",\"paid\":5}}");
            assertThat(netcat(hub, "!hello session=upgrade\n!bye\n").get(0)).contains(" last=9 ");
            hub.crash();

            assertThat(take(hub, "enriched")).isEmpty();
            assertThat(hub.stop().code()).isEqualTo(143);
        }
    }

    @Test
    void goesOnWithWhatRulesKeep() throws Exception {
        unpack("rules.zip");
        try (HubProcess hub = HubProcess.in(folder).start()) {
            assertThat(take(hub, "enriched")).containsExactly(ADA);
            assertThat(take(hub, "copies")).isEmpty();
            assertThat(take(hub, "news")).containsExactly("{\"n\":1}", "{\"n\":2}");

            assertThat(netcat(hub, "!stream orders\n{\"order\":3,\"customer\":\"bob\"}\n"))
                    .anyMatch(answer -> answer.startsWith("*dup "));
            netcat(hub, "!stream orders\n{\"order\":4,\"customer\":\"eve\"}\n");
            netcat(hub, "!stream lines\nbe\n");

            assertThat(take(hub, "settled"))
                    .containsExactly("{\"key\":\"eve\",\"orders\":{\"order\":4,\"customer\":\"eve\"},"
                            + "\"payments\":[{\"customer\":\"eve\",\"paid\":5}]}");
            assertThat(take(hub, "words"))
                    .containsExactlyInAnyOrder(
                            "{\"key\":\"be\",\"n\":3}",
                            "{\"key\":\"to\",\"n\":2}",
                            "{\"key\":\"or\",\"n\":1}",
                            "{\"key\":\"not\",\"n\":1}");
            assertThat(ask(hub, "status").out())
                    .containsPattern("hours +notes +1 +1 +1\n")
                    .containsPattern("news-all +2 +2 +0 +0\n");
            assertThat(hub.words()).isEmpty();
        }
    }

    private void unpack(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(UpgradeIT.class.getResourceAsStream("/state/folders/" + name));
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = folder.resolve("state").resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.copy(zip, file);
            }
        }
    }
}
