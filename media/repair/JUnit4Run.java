package touchstone;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.runner.Description;
import org.junit.runner.JUnitCore;
import org.junit.runner.Request;
import org.junit.runner.manipulation.Filter;
import org.junit.runner.notification.Failure;
import org.junit.runner.notification.RunListener;

/**
 * As JUnitRun, for projects whose tests know JUnit 4 alone. Compiled by JavaWorker against the project's own JUnit.
 */
public final class JUnit4Run implements Function<Object[], List<Object[]>> {
    @Override
    public List<Object[]> apply(Object[] asked) {
        Set<String> ids = new LinkedHashSet<>(List.of((String[]) asked[1]));
        Set<String> names = new LinkedHashSet<>(List.of((String[]) asked[0]));
        for (String id : ids) names.add(id.substring(0, id.indexOf('#')));
        Listener listener = new Listener();
        JUnitCore core = new JUnitCore();
        core.addListener(listener);
        for (String name : names) {
            Request request = Request.aClass(load(name));
            core.run(ids.isEmpty() ? request : request.filterWith(new Only(name, ids)));
        }
        return listener.told;
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, true, Thread.currentThread().getContextClassLoader());
        } catch (ClassNotFoundException error) {
            throw new IllegalStateException("there is no class " + name, error);
        }
    }

    /** The rows of a test that runs several times count as one: without the brackets behind its name. */
    private static String methodOf(Description test) {
        String method = test.getMethodName();
        return method == null ? "" : method.replaceFirst("\\[.*\\]$", "");
    }

    private static final class Only extends Filter {
        private final String type;
        private final Set<String> ids;

        Only(String type, Set<String> ids) {
            this.type = type;
            this.ids = ids;
        }

        @Override
        public boolean shouldRun(Description description) {
            if (description.isTest()) return ids.contains(idOf(type, description));
            return description.getChildren().stream().anyMatch(this::shouldRun);
        }

        @Override
        public String describe() {
            return "some tests of " + type;
        }
    }

    /** A test that a suite runs is asked for by its own class. */
    private static String idOf(String type, Description test) {
        return (test.getClassName() == null ? type : test.getClassName()) + "#" + methodOf(test);
    }

    private static final class Listener extends RunListener {
        final List<Object[]> told = new ArrayList<>();
        private long startedNs;
        private String status;
        private Throwable thrown;

        @Override
        public void testStarted(Description test) {
            startedNs = System.nanoTime();
            status = "passed";
            thrown = null;
        }

        @Override
        public void testFailure(Failure failure) {
            Description test = failure.getDescription();
            if (test.isTest()) {
                status = "failed";
                if (thrown == null) thrown = failure.getException();
                return;
            }
            // A class whose set-up failed: none of its tests ran.
            for (Description below : test.getChildren()) {
                if (below.isTest()) tell(below, "failed", failure.getException(), 0);
            }
        }

        @Override
        public void testAssumptionFailure(Failure failure) {
            status = "skipped";
        }

        @Override
        public void testIgnored(Description test) {
            if (test.isTest()) tell(test, "skipped", null, 0);
        }

        @Override
        public void testFinished(Description test) {
            tell(test, status, thrown, (System.nanoTime() - startedNs) / 1e6);
        }

        private void tell(Description test, String how, Throwable error, double ms) {
            told.add(new Object[] {idOf("", test), test.getClassName(), methodOf(test), how, error, ms});
        }
    }
}
