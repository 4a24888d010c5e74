package io.roundabout.circulation;

import io.roundabout.classes.JarClasses;
import io.roundabout.entrance.spark.JvmResidents;
import io.roundabout.expression.CatalystExpressions;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.jspecify.annotations.Nullable;

/** Has each executor of a cluster know what tasks find in their JVM: the stores and the rules. Spark makes it by its name. */
public final class ClusterPlugin implements SparkPlugin {
    /** Creates it. */
    public ClusterPlugin() {}

    @Override
    public DriverPlugin driverPlugin() {
        return new DriverPlugin() {
            @Override
            public Map<String, String> init(SparkContext spark, PluginContext context) {
                return JvmResidents.find(Travelling.class).pack();
            }
        };
    }

    @Override
    public ExecutorPlugin executorPlugin() {
        return new OnExecutor();
    }

    /** Opens the residents of an executor, and closes them. */
    private static final class OnExecutor implements ExecutorPlugin {
        private @Nullable StateStores stores;
        private @Nullable RulesCache rules;

        @Override
        public void init(PluginContext context, Map<String, String> packed) {
            Travelling travelling = Travelling.unpack(packed);
            StateStores opened = new StateStores(travelling);
            RulesCache cache = new RulesCache(new CatalystExpressions(JarClasses.of(travelling.fetched())));
            JvmResidents.put(StateStores.class, opened);
            JvmResidents.put(RulesCache.class, cache);
            stores = opened;
            rules = cache;
        }

        @Override
        public void shutdown() {
            if (stores != null && rules != null) {
                JvmResidents.remove(StateStores.class, stores);
                JvmResidents.remove(RulesCache.class, rules);
                stores.close();
            }
        }
    }
}
