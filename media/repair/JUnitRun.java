package touchstone;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs tests by the JUnit Platform in this process. Compiled by JavaWorker against the project's own JUnit.
 *
 * Takes class names and ids of tests to run; gives for each test an array of its id, its class, its method, "passed", "failed" or
 * "skipped", what was thrown or null, and milliseconds.
 */
public final class JUnitRun implements Function<Object[], List<Object[]>> {
    private final Launcher launcher = LauncherFactory.create();

    @Override
    public List<Object[]> apply(Object[] asked) {
        List<DiscoverySelector> selectors = new ArrayList<>();
        for (String name : (String[]) asked[0]) selectors.add(DiscoverySelectors.selectClass(name));
        for (String id : (String[]) asked[1]) selectors.add(DiscoverySelectors.selectUniqueId(id));
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request().selectors(selectors).build();
        Listener listener = new Listener();
        launcher.execute(request, listener);
        return listener.told;
    }

    private static final class Listener implements TestExecutionListener {
        final List<Object[]> told = new ArrayList<>();
        private TestPlan plan;
        private long startedNs;

        @Override
        public void testPlanExecutionStarted(TestPlan plan) {
            this.plan = plan;
        }

        @Override
        public void executionStarted(TestIdentifier test) {
            if (test.isTest()) startedNs = System.nanoTime();
        }

        @Override
        public void executionSkipped(TestIdentifier test, String reason) {
            if (method(test) != null) tell(test, "skipped", null);
        }

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            TestExecutionResult.Status status = result.getStatus();
            boolean hasPassed = status == TestExecutionResult.Status.SUCCESSFUL;
            Throwable thrown = result.getThrowable().orElse(null);
            if (test.isTest() || (!hasPassed && method(test) != null)) {
                String how = hasPassed ? "passed" : status == TestExecutionResult.Status.ABORTED ? "skipped" : "failed";
                tell(test, how, thrown);
            } else if (!hasPassed) {
                // A class whose set-up failed: none of its tests ran.
                for (TestIdentifier below : plan.getDescendants(test)) {
                    if (method(below) != null) tell(below, "failed", thrown);
                }
            }
        }

        /** The rows of a test that runs several times count as one: the outermost id with a method. */
        private void tell(TestIdentifier test, String status, Throwable thrown) {
            TestIdentifier whole = test;
            MethodSource source = method(test);
            for (TestIdentifier at = test; at != null; at = plan.getParent(at).orElse(null)) {
                MethodSource here = method(at);
                if (here != null) {
                    whole = at;
                    source = here;
                }
            }
            String id = whole.getUniqueId();
            String type = source == null ? "" : source.getClassName();
            String name = source == null ? whole.getDisplayName() : source.getMethodName();
            double ms = startedNs == 0 ? 0 : (System.nanoTime() - startedNs) / 1e6;
            startedNs = 0;
            told.add(new Object[] {id, type, name, status, thrown, ms});
        }

        private static MethodSource method(TestIdentifier test) {
            return test.getSource().filter(MethodSource.class::isInstance).map(MethodSource.class::cast).orElse(null);
        }
    }
}
