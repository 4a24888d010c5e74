package io.roundabout.circulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CirculationSettingsTest {
    @Test
    void worksInTheStateFolderOrInAFolderOfTheStateAlone() {
        CirculationSettings here = CirculationSettings.defaults(new StateAddress("state"));
        CirculationSettings there = CirculationSettings.defaults(new StateAddress("hdfs://n:8020/state"));

        assertThat(here.workFolder("cafe")).isEqualTo(Path.of("state/work"));
        assertThat(there.workFolder("cafe")).isEqualTo(Path.of("roundabout-work/cafe"));
        assertThat(withWork(here).workFolder("cafe"))
                .as("what somebody named is never emptied")
                .isEqualTo(Path.of("mine/cafe"));
    }

    @Test
    void turnsMoreSlowlyOnHdfs() {
        assertThat(CirculationSettings.defaults(new StateAddress("state")).turnGap())
                .isEqualTo(Duration.ofMillis(5));
        assertThat(CirculationSettings.defaults(new StateAddress("hdfs://n/state"))
                        .turnGap())
                .isEqualTo(Duration.ofMillis(250));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "s3a://bucket/x",
                "hdfs://n:8020",
                "hdfs://n:8020/",
                "hdfs:///x",
                "hdfs://n/x?y",
                "hdfs://n/ x"
            })
    void refusesWhatIsNoPlaceForState(String text) {
        assertThatThrownBy(() -> new StateAddress(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("hdfs://HOST:PORT/PATH");
    }

    private static CirculationSettings withWork(CirculationSettings settings) {
        return new CirculationSettings(
                settings.state(),
                settings.partitions(),
                settings.syncing(),
                settings.master(),
                settings.turnGap(),
                Optional.of(Path.of("mine")),
                settings.expiryGrace(),
                settings.subscriptions(),
                settings.ownerWait(),
                settings.cluster());
    }
}
