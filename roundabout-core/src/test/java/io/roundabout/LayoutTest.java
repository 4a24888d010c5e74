package io.roundabout;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.roundabout.entrance.spark.JvmResidents;
import java.util.Collection;
import java.util.Map;

/** Dependencies point along the road, or down; each engine stays in its room; no class keeps state for all. */
@AnalyzeClasses(packages = "io.roundabout", importOptions = ImportOption.DoNotIncludeTests.class)
class LayoutTest {
    @ArchTest
    static final ArchRule noCycles =
            slices().matching("io.roundabout.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule sparkStaysInTheLoop = only(
            "org.apache.spark..", "..circulation..", "..expression..", "..entrance.spark..", "io.roundabout.hub..");

    @ArchTest
    static final ArchRule nettyStaysAtTheDoors = only("io.netty..", "..entrance..", "..gate..");

    @ArchTest
    static final ArchRule protonStaysInTheGate =
            only("org.apache.qpid.proton..", "..gate..", "io.roundabout.vehicle..");

    @ArchTest
    static final ArchRule hbaseStaysInTheConnectors = only("org.apache.hadoop.hbase..", "..connector..");

    @ArchTest
    static final ArchRule parquetStaysInTheConnectors = only("org.apache.parquet..", "..connector..");

    @ArchTest
    static final ArchRule theVehicleKnowsNoConnector = noClasses()
            .that()
            .resideInAPackage("io.roundabout.vehicle..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..connector..", "org.apache.hadoop..");

    @ArchTest
    static final ArchRule nobodyImportsTheHub = only("io.roundabout.hub..", "io.roundabout.hub..");

    @ArchTest
    static final ArchRule theDoorsKnowNoLoop = noClasses()
            .that()
            .resideInAnyPackage("io.roundabout.entrance", "..gate..", "..join..", "..outbox..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..circulation..", "..entrance.spark..");

    @ArchTest
    static final ArchRule staticFieldsAreFinal =
            fields().that().areStatic().should().beFinal();

    @ArchTest
    static final ArchRule noClassKeepsStateForAll = noClasses()
            .that()
            .doNotBelongToAnyOf(JvmResidents.class)
            .should()
            .callConstructorWhere(makesAMutableStatic());

    private static ArchRule only(String dependency, String... rooms) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(rooms)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(dependency);
    }

    /** What a static initialiser makes of these types lives as long as the JVM and can change. */
    private static DescribedPredicate<JavaConstructorCall> makesAMutableStatic() {
        var mutable = assignableTo(Collection.class)
                .or(assignableTo(Map.class))
                .or(assignableTo(ThreadLocal.class))
                .or(resideInAPackage("java.util.concurrent.."));
        return DescribedPredicate.describe(
                "make something mutable for a static field",
                call -> call.getOrigin().getName().equals("<clinit>") && mutable.test(call.getTargetOwner()));
    }
}
