package touchstone;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import javax.lang.model.element.Modifier;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Tries many small changes of Java code against JUnit tests in one process.
 *
 * All changes of a file that are tried together are compiled together: each method that changes gets a copy of itself for each change,
 * and begins with a choice among them. Asked in lines on standard input whose words stand between blanks, texts in Base64; answers in
 * lines of JSON:
 *
 * <pre>
 * start CLASSPATH SOURCE_FOLDERS CLASS_FOLDERS TEST_CLASSES TARGETS JUNIT_RUN JUNIT4_RUN   (lists, one entry a line; targets as class#method)
 * try PATIENT COUNT, then COUNT lines: ID PATH (START END TEXT)...              (offsets in UTF-16 units)
 * confirm COUNT, then COUNT lines: PATH TEXT
 * </pre>
 */
public final class JavaWorker {
    /** Which change of those compiled in is in force; -1 for none. Read by the compiled code. */
    public static volatile int chosen = -1;

    private static volatile long ticksLeft = Long.MAX_VALUE;
    private static BitSet[] hits = new BitSet[0];
    /** Lines of traced files that run while a class is loaded; looked for while `isLoadWatched`. */
    private static BitSet[] loadHits = new BitSet[0];
    private static volatile boolean isLoadWatched;

    /** At the head of each loop and method of a changed file: ends what would not end. */
    public static void tick() {
        if (--ticksLeft < 0) throw new Endless();
    }

    /** Before each statement of traced files, with the first and last line of what it decides or does itself. */
    public static void hit(int file, int first, int last) {
        // Asked at the first time alone: a walk of the stack costs more than all that tests do.
        if (isLoadWatched && !hits[file].get(first) && isLoading()) loadHits[file].set(first, last + 1);
        hits[file].set(first, last + 1);
    }

    private static boolean isLoading() {
        return StackWalker.getInstance().walk(frames -> frames.anyMatch(frame -> frame.getMethodName().equals("<clinit>")));
    }

    public static final class Endless extends Error {
        private static final long serialVersionUID = 1;

        Endless() {
            super("too many rounds", null, false, false);
        }
    }

    private static final long usualTicks = 5_000_000;
    private static final long patientTicks = 400_000_000;
    /** Of one run of tests, ms: above ten times what they took before any change. */
    private static final long leastMs = 1_500;
    private static final int mostTraced = 80;

    private static final PrintStream answers = System.out;
    private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    private final StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);
    private List<String> classPath;
    private List<Path> sourceFolders;
    private List<String> classFolders;
    private String[] testClasses;
    private Function<Object[], List<Object[]>> junit;
    private ClassLoader libraries;
    private final List<Case> cases = new ArrayList<>();
    /** By path the lines that run while classes are loaded, once for all tests. */
    private final Map<String, BitSet> atLoad = new TreeMap<>();
    private boolean isRepeatable = true;
    private double baselineMs;

    private static final class Case {
        String id;
        String type;
        String method;
        boolean isTarget;
        String outcome;
        double ms;
        Throwable thrown;
        final Map<String, BitSet> lines = new TreeMap<>();

        boolean fails() {
            return outcome.equals("failed");
        }
    }

    public static void main(String[] args) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        System.setOut(nowhere);
        System.setErr(nowhere);
        JavaWorker worker = new JavaWorker();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            try {
                switch (words[0]) {
                    case "start":
                        worker.start(words);
                        break;
                    case "try":
                        worker.tryAll(readLines(in, Integer.parseInt(words[2])), words[1].equals("1"));
                        break;
                    case "confirm":
                        worker.confirm(readLines(in, Integer.parseInt(words[1])));
                        break;
                    default:
                        throw new IllegalArgumentException("Cannot understand \"" + words[0] + "\"");
                }
            } catch (Throwable error) {
                answer("{\"kind\":\"failed\",\"reason\":" + json(String.valueOf(error)) + "}");
                return;
            }
        }
    }

    private static List<String[]> readLines(BufferedReader in, int count) throws IOException {
        List<String[]> lines = new ArrayList<>();
        for (int at = 0; at < count; at++) lines.add(in.readLine().split(" "));
        return lines;
    }

    // ---- the tests as they are

    private void start(String[] words) throws Exception {
        cases.clear();
        atLoad.clear();
        chosen = -1;
        ticksLeft = Long.MAX_VALUE;
        classPath = list(words[1]);
        sourceFolders = new ArrayList<>();
        for (String folder : list(words[2])) sourceFolders.add(Path.of(folder));
        classFolders = list(words[3]);
        testClasses = list(words[4]).toArray(new String[0]);
        Set<String> targets = new HashSet<>(list(words[5]));
        if (junit == null) openJUnit(text(words[6]), text(words[7]));
        ProjectLoader loader = new ProjectLoader(Map.of());
        List<Object[]> first = run(loader, testClasses, new String[0], 120_000);
        if (first == null) throw new IllegalStateException("the tests do not end");
        Map<String, Case> byId = collect(first);
        cases.addAll(byId.values());
        boolean none = cases.stream().noneMatch(one -> one.fails() && targets.contains(one.type + "#" + one.method));
        for (Case one : cases) one.isTarget = targets.isEmpty() || none || targets.contains(one.type + "#" + one.method);
        baselineMs = cases.stream().mapToDouble(one -> one.ms).sum();
        if (cases.isEmpty()) throw new IllegalStateException("no test was found");
        isRepeatable = same(run(loader, testClasses, new String[0], 120_000));
        trace(loader.loaded);
        tellBaseline(loader.loaded);
    }

    /** JUnit and its launcher, which builders keep beside it though tests do not name it; where there is none JUnit 4 by itself. */
    private void openJUnit(String source, String sourceOf4) throws Exception {
        Set<String> jars = new java.util.LinkedHashSet<>();
        for (String entry : classPath) if (!classFolders.contains(entry)) jars.add(entry);
        for (String name : List.of("junit-platform-launcher", "junit-platform-engine", "junit-platform-commons", "junit-jupiter-engine", "junit-vintage-engine")) {
            if (jars.stream().anyMatch(jar -> new File(jar).getName().startsWith(name + "-"))) continue;
            String found = beside(jars, name);
            if (found != null) jars.add(found);
        }
        Map<String, byte[]> compiled = new HashMap<>();
        String run = "JUnitRun";
        List<String> errors = compileOne(run, source, jars, compiled);
        if (!errors.isEmpty() && compileOne("JUnit4Run", sourceOf4, jars, compiled).isEmpty()) run = "JUnit4Run";
        else if (!errors.isEmpty()) throw new IllegalStateException("the tests' JUnit has no platform launcher beside it: " + errors.get(0));
        URL[] urls = new URL[jars.size()];
        int at = 0;
        for (String jar : jars) urls[at++] = new File(jar).toURI().toURL();
        libraries = new URLClassLoader(urls, JavaWorker.class.getClassLoader()) {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                byte[] bytes = compiled.get(name);
                return bytes == null ? super.findClass(name) : defineClass(name, bytes, 0, bytes.length);
            }
        };
        Thread.currentThread().setContextClassLoader(libraries);
        @SuppressWarnings("unchecked")
        Function<Object[], List<Object[]>> made =
                (Function<Object[], List<Object[]>>) libraries.loadClass("touchstone." + run).getDeclaredConstructor().newInstance();
        junit = made;
    }

    /** What the compiler says against it. */
    private List<String> compileOne(String name, String source, Set<String> jars, Map<String, byte[]> compiled) throws Exception {
        List<Source> sources = List.of(new Source("touchstone/" + name + ".java", source));
        return compile(sources, new ArrayList<>(jars), compiled, new DiagnosticCollector<>());
    }

    /** In a repository of Maven's layout: `org/junit/GROUP/NAME/VERSION/NAME-VERSION.jar`. */
    private static String beside(Collection<String> jars, String name) throws IOException {
        for (String jar : jars) {
            int at = jar.replace('\\', '/').indexOf("/org/junit/");
            if (at < 0) continue;
            String group = name.startsWith("junit-platform") ? "platform" : name.contains("vintage") ? "vintage" : "jupiter";
            File folder = new File(jar.substring(0, at) + "/org/junit/" + group + "/" + name);
            File[] versions = folder.listFiles(File::isDirectory);
            if (versions == null) continue;
            String wanted = versionLike(jars, group);
            File best = null;
            for (File version : versions) {
                File found = new File(version, name + "-" + version.getName() + ".jar");
                if (!found.exists()) continue;
                if (best == null || version.getName().equals(wanted)) best = found;
            }
            if (best != null) return best.getPath();
        }
        return null;
    }

    /** The version of the parts of a group that are there. */
    private static String versionLike(Collection<String> jars, String group) {
        for (String jar : jars) {
            if (jar.replace('\\', '/').contains("/org/junit/" + group + "/")) return new File(jar).getParentFile().getName();
        }
        return "";
    }

    private Map<String, Case> collect(List<Object[]> told) {
        Map<String, Case> found = new LinkedHashMap<>();
        for (Object[] one : told) {
            Case known = found.get((String) one[0]);
            if (known == null) {
                found.put((String) one[0], known = new Case());
                known.id = (String) one[0];
                known.type = (String) one[1];
                known.method = (String) one[2];
                known.outcome = (String) one[3];
            }
            known.ms += (Double) one[5];
            if (one[3].equals("failed") || known.outcome.equals("skipped")) known.outcome = (String) one[3];
            if (one[4] != null && known.thrown == null) known.thrown = (Throwable) one[4];
        }
        return found;
    }

    private boolean same(List<Object[]> told) {
        if (told == null) return false;
        Map<String, Case> again = collect(told);
        return cases.stream().allMatch(one -> again.containsKey(one.id) && again.get(one.id).outcome.equals(one.outcome));
    }

    /** Null when they did not end in time; the thread is left behind then. */
    @SuppressWarnings("removal")
    private List<Object[]> run(ProjectLoader loader, String[] classes, String[] ids, long limitMs) throws InterruptedException {
        Object[] result = new Object[1];
        Thread thread = new Thread(null, () -> {
            try {
                result[0] = junit.apply(new Object[] {classes, ids});
            } catch (Throwable error) {
                result[0] = error;
            }
        }, "tests", 64L << 20);
        thread.setDaemon(true);
        thread.setContextClassLoader(loader);
        thread.start();
        thread.join(limitMs);
        if (thread.isAlive()) {
            ticksLeft = -1;
            thread.join(200);
            if (thread.isAlive()) {
                try {
                    thread.stop();
                } catch (UnsupportedOperationException error) {
                    // Later versions of Java have no way: it runs on, with the rest of this process.
                }
                thread.join(200);
            }
            return null;
        }
        if (result[0] instanceof Throwable) throw new IllegalStateException("the tests cannot be run: " + result[0]);
        @SuppressWarnings("unchecked")
        List<Object[]> told = (List<Object[]>) result[0];
        return told;
    }

    /** Project classes anew, some of them as they were compiled here. */
    private final class ProjectLoader extends URLClassLoader {
        private final Map<String, byte[]> changed;
        final Set<String> loaded = new HashSet<>();

        ProjectLoader(Map<String, byte[]> changed) throws IOException {
            super(urls(), libraries);
            this.changed = changed;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            loaded.add(name);
            byte[] bytes = changed.get(name);
            return bytes == null ? super.findClass(name) : defineClass(name, bytes, 0, bytes.length);
        }
    }

    private URL[] urls() throws IOException {
        URL[] urls = new URL[classFolders.size()];
        for (int at = 0; at < urls.length; at++) urls[at] = new File(classFolders.get(at)).toURI().toURL();
        return urls;
    }

    // ---- which lines each test runs

    private void trace(Set<String> loaded) throws Exception {
        List<Path> traced = new ArrayList<>();
        for (String name : loaded) {
            Path path = name.contains("$") ? null : sourceOf(name);
            if (path != null && traced.size() < mostTraced) traced.add(path);
        }
        Map<String, byte[]> compiled = new HashMap<>();
        for (;;) {
            List<Source> sources = new ArrayList<>();
            for (int at = 0; at < traced.size(); at++) {
                Source plain = new Source(traced.get(at).toString(), read(traced.get(at)));
                sources.add(new Source(plain.path, probed(plain, at)));
            }
            compiled.clear();
            DiagnosticCollector<JavaFileObject> told = new DiagnosticCollector<>();
            if (compile(sources, classPath, compiled, told).isEmpty()) break;
            Set<String> bad = new HashSet<>();
            for (Diagnostic<? extends JavaFileObject> one : told.getDiagnostics()) {
                if (one.getKind() == Diagnostic.Kind.ERROR && one.getSource() instanceof Source) bad.add(((Source) one.getSource()).path);
            }
            if (!traced.removeIf(path -> bad.contains(path.toString()))) return;
        }
        hits = new BitSet[traced.size()];
        loadHits = new BitSet[traced.size()];
        for (int at = 0; at < hits.length; at++) {
            hits[at] = new BitSet();
            loadHits[at] = new BitSet();
        }
        ProjectLoader loader = new ProjectLoader(compiled);
        // Once for all, so that what runs when a class is loaded belongs to no test.
        isLoadWatched = true;
        run(loader, testClasses, new String[0], 240_000);
        isLoadWatched = false;
        for (int at = 0; at < hits.length; at++) if (!loadHits[at].isEmpty()) atLoad.put(traced.get(at).toString(), loadHits[at]);
        for (Case one : cases) {
            for (BitSet file : hits) file.clear();
            if (run(loader, new String[0], new String[] {one.id}, 60_000) == null) continue;
            for (int at = 0; at < hits.length; at++) {
                if (!hits[at].isEmpty()) one.lines.put(traced.get(at).toString(), (BitSet) hits[at].clone());
            }
        }
    }

    private Path sourceOf(String className) {
        String relative = className.replace('.', '/').replaceAll("\\$.*", "") + ".java";
        for (Path folder : sourceFolders) if (Files.exists(folder.resolve(relative))) return folder.resolve(relative);
        return null;
    }

    private static String read(Path path) throws IOException {
        String text = Files.readString(path, StandardCharsets.UTF_8);
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }

    private void tellBaseline(Set<String> loaded) throws IOException {
        StringBuilder out = new StringBuilder("{\"kind\":\"ready\",\"repeatable\":" + isRepeatable + ",\"cases\":[");
        Set<String> watched = new java.util.TreeSet<>();
        for (String name : loaded) {
            Path path = sourceOf(name);
            if (path != null) watched.add(path.toString());
        }
        String comma = "";
        for (Case one : cases) {
            out.append(comma).append("{\"id\":").append(json(one.id));
            out.append(",\"name\":").append(json(one.type + "#" + one.method)).append(",\"file\":").append(json(one.type));
            out.append(",\"outcome\":").append(json(one.outcome)).append(",\"seconds\":").append(one.ms / 1000);
            if (one.fails()) out.append(",\"isTarget\":").append(one.isTarget);
            out.append(",\"lines\":").append(linesOf(one.lines));
            if (one.thrown != null) {
                out.append(",\"error\":").append(json(String.valueOf(one.thrown)));
                out.append(",\"raised\":").append(raised(one.thrown));
            }
            out.append("}");
            comma = ",";
        }
        out.append("],\"watched\":[");
        comma = "";
        for (String path : watched) {
            out.append(comma).append(json(path));
            comma = ",";
        }
        answer(out.append("],\"atLoad\":").append(linesOf(atLoad)).append("}").toString());
    }

    private static String linesOf(Map<String, BitSet> files) {
        StringBuilder out = new StringBuilder("{");
        String between = "";
        for (Map.Entry<String, BitSet> file : files.entrySet()) {
            out.append(between).append(json(file.getKey())).append(":").append(Arrays.toString(file.getValue().stream().toArray()));
            between = ",";
        }
        return out.append("}").toString();
    }

    /** Places in the project, the innermost last; of a class that could not be loaded where its loading failed. */
    private String raised(Throwable thrown) {
        Throwable origin = thrown;
        while (origin instanceof LinkageError && origin.getCause() != null) origin = origin.getCause();
        List<String> found = new ArrayList<>();
        for (StackTraceElement frame : origin.getStackTrace()) {
            Path path = sourceOf(frame.getClassName());
            if (path != null && frame.getLineNumber() > 0) found.add(0, "[" + json(path.toString()) + "," + frame.getLineNumber() + "]");
        }
        return "[" + String.join(",", found) + "]";
    }

    // ---- changes

    private static final class Edit {
        int start;
        int end;
        String text;
    }

    private static final class Change {
        int id;
        String path;
        List<Edit> edits = new ArrayList<>();
    }

    private void tryAll(List<String[]> lines, boolean isPatient) throws Exception {
        Map<String, List<Change>> byFile = new LinkedHashMap<>();
        for (String[] words : lines) {
            Change change = new Change();
            change.id = Integer.parseInt(words[0]);
            change.path = text(words[1]);
            for (int at = 2; at + 2 < words.length; at += 3) {
                Edit edit = new Edit();
                edit.start = Integer.parseInt(words[at]);
                edit.end = Integer.parseInt(words[at + 1]);
                edit.text = text(words[at + 2]);
                change.edits.add(edit);
            }
            byFile.computeIfAbsent(change.path, path -> new ArrayList<>()).add(change);
        }
        for (Map.Entry<String, List<Change>> file : byFile.entrySet()) tryFile(file.getKey(), file.getValue(), isPatient);
        answer("{\"kind\":\"done\"}");
    }

    private void tryFile(String path, List<Change> changes, boolean isPatient) throws Exception {
        Source plain = new Source(path, read(Path.of(path)));
        Choices choices = new Choices(plain, changes);
        Map<String, byte[]> compiled = choices.compile();
        List<Change> together = new ArrayList<>(choices.kept);
        for (Change change : choices.invalid) tell(change, "invalid", List.of());
        if (compiled == null) together.clear();
        if (!together.isEmpty()) {
            ProjectLoader loader = new ProjectLoader(compiled);
            List<Object[]> verdicts = new ArrayList<>();
            boolean isClean = isRepeatable;
            boolean isStale = false;
            for (Change change : together) {
                // What it made while classes were loaded stays as long as they do.
                boolean isAtLoad = choices.runsAtLoad(change);
                if (!isClean || isStale || isAtLoad) loader = new ProjectLoader(compiled);
                verdicts.add(judge(loader, change, isPatient));
                isStale = isAtLoad || verdicts.get(verdicts.size() - 1)[0].equals("hung");
            }
            if (isStale) loader = new ProjectLoader(compiled);
            chosen = -1;
            ticksLeft = Long.MAX_VALUE;
            // What the tests left behind may have judged for them: then each is judged anew in classes of its own.
            boolean isSpoilt = isClean && !targetsFailAsBefore(loader);
            for (int at = 0; at < together.size(); at++) {
                Change change = together.get(at);
                Object[] verdict = verdicts.get(at);
                if (isSpoilt || (isClean && verdict[0].equals("passed"))) verdict = judge(new ProjectLoader(compiled), change, isPatient);
                tell(change, (String) verdict[0], (List<?>) verdict[1]);
            }
            chosen = -1;
        }
        List<Change> alone = new ArrayList<>(choices.alone);
        if (compiled == null) alone.addAll(choices.kept);
        for (Change change : alone) {
            Map<String, byte[]> own = new HashMap<>();
            String text = ticked(new Source(path, apply(plain.text, change.edits, 0)));
            if (text == null || !compile(List.of(new Source(path, text)), classPath, own, new DiagnosticCollector<>()).isEmpty()) {
                tell(change, "invalid", List.of());
                continue;
            }
            Object[] verdict = judge(new ProjectLoader(own), change, isPatient);
            tell(change, (String) verdict[0], (List<?>) verdict[1]);
        }
    }

    private boolean targetsFailAsBefore(ProjectLoader loader) throws InterruptedException {
        List<Object[]> told = run(loader, new String[0], ids(true), limitMs(false));
        if (told == null) return false;
        Map<String, Case> again = collect(told);
        return cases.stream().allMatch(one -> !(one.isTarget && one.fails()) || (again.containsKey(one.id) && again.get(one.id).fails()));
    }

    private long limitMs(boolean isPatient) {
        return (isPatient ? 10 : 1) * Math.max(leastMs, (long) (10 * baselineMs));
    }

    /** Ids of the failing tests to repair, or of those that passed. */
    private String[] ids(boolean isTarget) {
        return cases.stream()
                .filter(one -> isTarget ? one.isTarget && one.fails() : one.outcome.equals("passed"))
                .map(one -> one.id)
                .toArray(String[]::new);
    }

    /** A state as TrialAnswer has it, and the cases that pass now. */
    private Object[] judge(ProjectLoader loader, Change change, boolean isPatient) throws InterruptedException {
        chosen = change.id;
        ticksLeft = isPatient ? patientTicks : usualTicks;
        String[] targets = ids(true);
        List<Object[]> told = run(loader, new String[0], targets, limitMs(isPatient));
        if (told == null) return new Object[] {"hung", List.of()};
        Map<String, Case> now = collect(told);
        List<Integer> fixed = new ArrayList<>();
        boolean isEndless = false;
        for (int at = 0; at < cases.size(); at++) {
            Case one = cases.get(at);
            if (!one.isTarget || !one.fails()) continue;
            Case again = now.get(one.id);
            if (again != null && again.outcome.equals("passed")) fixed.add(at);
            else if (again != null && again.thrown instanceof Endless) isEndless = true;
        }
        if (fixed.size() < targets.length) return new Object[] {isEndless && fixed.size() == targets.length - 1 ? "hung" : "failed", fixed};
        ticksLeft = isPatient ? patientTicks : usualTicks * 4;
        List<Object[]> others = run(loader, new String[0], ids(false), limitMs(isPatient));
        if (others == null) return new Object[] {"hung", fixed};
        Map<String, Case> kept = collect(others);
        boolean isKept = cases.stream()
                .filter(one -> one.outcome.equals("passed"))
                .allMatch(one -> kept.containsKey(one.id) && kept.get(one.id).outcome.equals("passed"));
        return new Object[] {isKept ? "passed" : "broke", fixed};
    }

    private static void tell(Change change, String state, List<?> fixed) {
        answer("{\"id\":" + change.id + ",\"state\":" + json(state) + ",\"fixed\":" + fixed + "}");
    }

    private void confirm(List<String[]> lines) throws Exception {
        List<Source> sources = new ArrayList<>();
        for (String[] words : lines) sources.add(new Source(text(words[0]), words.length > 1 ? text(words[1]) : ""));
        Map<String, byte[]> compiled = new HashMap<>();
        StringBuilder out = new StringBuilder("{\"kind\":\"confirmed\",\"outcomes\":{");
        if (compile(sources, classPath, compiled, new DiagnosticCollector<>()).isEmpty()) {
            chosen = -1;
            ticksLeft = Long.MAX_VALUE;
            List<Object[]> told = run(new ProjectLoader(compiled), testClasses, new String[0], limitMs(true));
            String comma = "";
            if (told != null) {
                for (Case one : collect(told).values()) {
                    out.append(comma).append(json(one.id)).append(":").append(json(one.outcome));
                    comma = ",";
                }
            }
        }
        answer(out.append("}}").toString());
    }

    private static String apply(String text, List<Edit> edits, int shift) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        for (Edit edit : edits) {
            out.append(text, at, edit.start - shift).append(edit.text);
            at = edit.end - shift;
        }
        return out.append(text, at, text.length()).toString();
    }

    // ---- one file with many changes of its methods

    /** A method that copies can be made of. */
    private static final class Method {
        int start;
        int bodyStart;
        int end;
        int modifiersEnd;
        /** 1-based. */
        int firstLine;
        int lastLine;
        int nameAt;
        String name;
        String flags;
        boolean isVoid;
        String arguments;
    }

    private final class Choices {
        final List<Change> kept = new ArrayList<>();
        /** Beyond methods: each needs a compilation of its own. */
        final List<Change> alone = new ArrayList<>();
        final List<Change> invalid = new ArrayList<>();
        private final Source plain;
        private final Map<Change, Method> methodOf = new HashMap<>();
        private final Map<Change, String> copyOf = new HashMap<>();
        private List<Method> methods;

        Choices(Source plain, List<Change> changes) throws IOException {
            this.plain = plain;
            methods = methodsOf(plain);
            List<Source> copies = new ArrayList<>();
            for (Change change : changes) {
                Method method = methodAround(change);
                if (method == null) {
                    alone.add(change);
                    continue;
                }
                methodOf.put(change, method);
                copyOf.put(change, copy(method, change));
                kept.add(change);
                copies.add(new Source("C" + change.id + ".java", "class C {\n" + copyOf.get(change) + "\n}"));
            }
            Set<String> bad = unreadable(copies);
            kept.removeIf(change -> bad.contains("C" + change.id + ".java") && invalid.add(change));
        }

        /** Whether classes are loaded by the method that it changes. */
        boolean runsAtLoad(Change change) {
            BitSet lines = atLoad.get(plain.path);
            if (lines == null) return false;
            Method method = methodOf.get(change);
            int next = lines.nextSetBit(method.firstLine);
            return next >= 0 && next <= method.lastLine;
        }

        private Method methodAround(Change change) {
            for (Method method : methods) {
                boolean isInside = change.edits.stream().allMatch(edit -> edit.start > method.bodyStart && edit.end < method.end);
                if (isInside) return method;
            }
            return null;
        }

        private String copy(Method method, Change change) {
            String head = plain.text.substring(method.modifiersEnd, method.nameAt) + method.name + "$t" + change.id;
            int from = method.nameAt + method.name.length();
            return method.flags + head + apply(plain.text.substring(from, method.end), change.edits, from);
        }

        /** Null when the file does not compile in this form. */
        Map<String, byte[]> compile() throws IOException {
            for (int round = 0; round < 8 && !kept.isEmpty(); round++) {
                TreeMap<Integer, Change> spans = new TreeMap<>();
                String whole = assemble(spans);
                List<Object[]> inserted = new ArrayList<>();
                String text = ticked(new Source(plain.path, whole), inserted);
                if (text == null) return null;
                Map<String, byte[]> compiled = new HashMap<>();
                DiagnosticCollector<JavaFileObject> told = new DiagnosticCollector<>();
                if (JavaWorker.this.compile(List.of(new Source(plain.path, text)), classPath, compiled, told).isEmpty()) return compiled;
                Set<Change> bad = new HashSet<>();
                for (Diagnostic<? extends JavaFileObject> one : told.getDiagnostics()) {
                    if (one.getKind() != Diagnostic.Kind.ERROR) continue;
                    int at = unticked((int) one.getPosition(), inserted);
                    Map.Entry<Integer, Change> span = spans.floorEntry(at);
                    if (span != null && span.getValue() != null) bad.add(span.getValue());
                }
                if (bad.isEmpty()) return null;
                invalid.addAll(bad);
                kept.removeAll(bad);
            }
            return kept.isEmpty() ? Map.of() : null;
        }

        /** @param spans takes where each copy begins, and null where one ends */
        private String assemble(TreeMap<Integer, Change> spans) {
            StringBuilder out = new StringBuilder();
            int at = 0;
            for (Method method : methods) {
                List<Change> own = new ArrayList<>();
                for (Change change : kept) if (methodOf.get(change) == method) own.add(change);
                if (own.isEmpty()) continue;
                out.append(plain.text, at, method.bodyStart + 1).append(" switch (touchstone.JavaWorker.chosen) {");
                for (Change change : own) {
                    String call = method.name + "$t" + change.id + "(" + method.arguments + ");";
                    out.append(" case ").append(change.id).append(": ").append(method.isVoid ? call + " return;" : "return " + call);
                }
                out.append(" default: }").append(plain.text, method.bodyStart + 1, method.end);
                for (Change change : own) {
                    out.append("\n");
                    spans.put(out.length(), change);
                    out.append(copyOf.get(change));
                    spans.put(out.length(), null);
                }
                at = method.end;
            }
            return out.append(plain.text, at, plain.text.length()).toString();
        }
    }

    private List<Method> methodsOf(Source source) throws IOException {
        List<Method> found = new ArrayList<>();
        Parsed parsed = parse(source);
        if (parsed == null) return found;
        new TreeScanner<Void, ClassTree>() {
            @Override
            public Void visitClass(ClassTree type, ClassTree around) {
                return super.visitClass(type, type);
            }

            @Override
            public Void visitMethod(MethodTree method, ClassTree around) {
                // What stands within a method belongs to it.
                if (method.getBody() != null && method.getReturnType() != null) found.add(describe(method, around, parsed));
                return null;
            }
        }.scan(parsed.unit, null);
        found.removeIf(method -> method == null);
        return found;
    }

    private static Method describe(MethodTree tree, ClassTree around, Parsed parsed) {
        Method method = new Method();
        method.start = parsed.start(tree);
        method.end = parsed.end(tree);
        method.firstLine = parsed.line(method.start);
        method.lastLine = parsed.line(method.end);
        method.bodyStart = parsed.start(tree.getBody());
        int modifiers = parsed.end(tree.getModifiers());
        method.modifiersEnd = modifiers < 0 ? method.start : modifiers;
        method.name = tree.getName().toString();
        int from = parsed.end(tree.getReturnType());
        method.nameAt = parsed.text.indexOf(method.name, from);
        if (method.nameAt < 0 || method.nameAt > method.bodyStart || tree.getReceiverParameter() != null) return null;
        Set<Modifier> flags = tree.getModifiers().getFlags();
        boolean isInterface = around != null && (around.getKind() == Tree.Kind.INTERFACE || around.getKind() == Tree.Kind.ANNOTATION_TYPE);
        StringBuilder text = new StringBuilder();
        if (flags.contains(Modifier.STATIC)) text.append("static ");
        else if (isInterface) text.append("default ");
        if (flags.contains(Modifier.SYNCHRONIZED)) text.append("synchronized ");
        method.flags = text.toString();
        method.isVoid = tree.getReturnType().toString().equals("void");
        List<String> names = new ArrayList<>();
        for (VariableTree parameter : tree.getParameters()) names.add(parameter.getName().toString());
        method.arguments = String.join(", ", names);
        return method;
    }

    // ---- reading and compiling sources

    private static final class Parsed {
        final CompilationUnitTree unit;
        final String text;
        private final SourcePositions positions;

        Parsed(CompilationUnitTree unit, String text, SourcePositions positions) {
            this.unit = unit;
            this.text = text;
            this.positions = positions;
        }

        int start(Tree tree) {
            return (int) positions.getStartPosition(unit, tree);
        }

        int end(Tree tree) {
            return (int) positions.getEndPosition(unit, tree);
        }

        int line(int at) {
            return (int) unit.getLineMap().getLineNumber(at);
        }

        /** Just behind what runs with a statement's first line: all of it, or what stands before its first block or branch. */
        int headEnd(StatementTree statement) {
            int[] end = {end(statement)};
            new TreeScanner<Void, Void>() {
                private void bodyAt(Tree body) {
                    if (start(body) >= 0) end[0] = Math.min(end[0], start(body));
                }

                @Override
                public Void visitBlock(BlockTree block, Void none) {
                    bodyAt(block);
                    return null;
                }

                @Override
                public Void visitCase(CaseTree one, Void none) {
                    bodyAt(one);
                    return null;
                }

                @Override
                public Void visitIf(IfTree tree, Void none) {
                    bodyAt(tree.getThenStatement());
                    return super.visitIf(tree, none);
                }

                @Override
                public Void visitWhileLoop(WhileLoopTree loop, Void none) {
                    bodyAt(loop.getStatement());
                    return super.visitWhileLoop(loop, none);
                }

                @Override
                public Void visitForLoop(ForLoopTree loop, Void none) {
                    bodyAt(loop.getStatement());
                    return super.visitForLoop(loop, none);
                }

                @Override
                public Void visitEnhancedForLoop(EnhancedForLoopTree loop, Void none) {
                    bodyAt(loop.getStatement());
                    return super.visitEnhancedForLoop(loop, none);
                }
            }.scan(statement, null);
            int at = Math.max(end[0], start(statement) + 1);
            while (at > start(statement) + 1 && Character.isWhitespace(text.charAt(at - 1))) at--;
            return at;
        }
    }

    private Parsed parse(Source source) throws IOException {
        DiagnosticCollector<JavaFileObject> told = new DiagnosticCollector<>();
        JavacTask task = (JavacTask) compiler.getTask(null, files, told, List.of("-proc:none"), null, List.of(source));
        for (CompilationUnitTree unit : task.parse()) {
            boolean isBad = told.getDiagnostics().stream().anyMatch(one -> one.getKind() == Diagnostic.Kind.ERROR);
            return isBad ? null : new Parsed(unit, source.text, Trees.instance(task).getSourcePositions());
        }
        return null;
    }

    /** Paths of sources that are no Java. */
    private Set<String> unreadable(List<Source> sources) throws IOException {
        Set<String> bad = new HashSet<>();
        if (sources.isEmpty()) return bad;
        DiagnosticCollector<JavaFileObject> told = new DiagnosticCollector<>();
        JavacTask task = (JavacTask) compiler.getTask(null, files, told, List.of("-proc:none", "-Xmaxerrs", "100000"), null, sources);
        task.parse();
        for (Diagnostic<? extends JavaFileObject> one : told.getDiagnostics()) {
            if (one.getKind() == Diagnostic.Kind.ERROR && one.getSource() instanceof Source) bad.add(((Source) one.getSource()).path);
        }
        return bad;
    }

    /** Collects what is put into a text, by place. */
    private static final class Insertions {
        final TreeMap<Integer, StringBuilder> at = new TreeMap<>();

        void add(int place, String text) {
            at.computeIfAbsent(place, key -> new StringBuilder()).append(text);
        }

        String into(String text, List<Object[]> places) {
            StringBuilder out = new StringBuilder();
            int from = 0;
            for (Map.Entry<Integer, StringBuilder> one : at.entrySet()) {
                out.append(text, from, one.getKey()).append(one.getValue());
                places.add(new Object[] {one.getKey(), one.getValue().length()});
                from = one.getKey();
            }
            return out.append(text, from, text.length()).toString();
        }
    }

    private String ticked(Source source) throws IOException {
        return ticked(source, new ArrayList<>());
    }

    /** With a count at the head of each loop and method; null when it cannot be read. */
    private String ticked(Source source, List<Object[]> places) throws IOException {
        Parsed parsed = parse(source);
        if (parsed == null) return null;
        Insertions insertions = new Insertions();
        String tick = " touchstone.JavaWorker.tick();";
        new TreeScanner<Void, Void>() {
            private void head(StatementTree body) {
                if (body instanceof BlockTree) insertions.add(parsed.start(body) + 1, tick);
                else {
                    insertions.add(parsed.start(body), "{" + tick);
                    insertions.add(parsed.end(body), "}");
                }
            }

            @Override
            public Void visitWhileLoop(WhileLoopTree loop, Void none) {
                head(loop.getStatement());
                return super.visitWhileLoop(loop, none);
            }

            @Override
            public Void visitDoWhileLoop(DoWhileLoopTree loop, Void none) {
                head(loop.getStatement());
                return super.visitDoWhileLoop(loop, none);
            }

            @Override
            public Void visitForLoop(ForLoopTree loop, Void none) {
                head(loop.getStatement());
                return super.visitForLoop(loop, none);
            }

            @Override
            public Void visitEnhancedForLoop(EnhancedForLoopTree loop, Void none) {
                head(loop.getStatement());
                return super.visitEnhancedForLoop(loop, none);
            }

            @Override
            public Void visitMethod(MethodTree method, Void none) {
                if (method.getBody() != null && method.getReturnType() != null) head(method.getBody());
                return super.visitMethod(method, none);
            }
        }.scan(parsed.unit, null);
        return insertions.into(source.text, places);
    }

    private static int unticked(int at, List<Object[]> places) {
        int shift = 0;
        for (Object[] place : places) {
            if ((Integer) place[0] + shift >= at) break;
            shift += (Integer) place[1];
        }
        return at - shift;
    }

    /** With a note of its line before each statement. */
    private String probed(Source source, int file) throws IOException {
        Parsed parsed = parse(source);
        if (parsed == null) return source.text;
        Insertions insertions = new Insertions();
        new TreeScanner<Void, Void>() {
            private String hit(StatementTree statement) {
                String condition = statement instanceof DoWhileLoopTree ? hit(((DoWhileLoopTree) statement).getCondition(), Integer.MAX_VALUE) : "";
                return hit(statement, parsed.headEnd(statement)) + condition;
            }

            private String hit(Tree tree, int end) {
                int last = Math.min(end, parsed.end(tree)) - 1;
                return "touchstone.JavaWorker.hit(" + file + "," + parsed.line(parsed.start(tree)) + "," + parsed.line(last) + ");";
            }

            private void before(List<? extends StatementTree> statements) {
                for (StatementTree statement : statements) {
                    String text = statement.toString();
                    if (statement instanceof ClassTree || text.startsWith("super(") || text.startsWith("this(")) continue;
                    if (parsed.start(statement) >= 0) insertions.add(parsed.start(statement), hit(statement));
                }
            }

            private void single(StatementTree body) {
                if (body == null || body instanceof BlockTree) return;
                insertions.add(parsed.start(body), "{" + hit(body));
                insertions.add(parsed.end(body), "}");
            }

            @Override
            public Void visitBlock(BlockTree block, Void none) {
                before(block.getStatements());
                return super.visitBlock(block, none);
            }

            @Override
            public Void visitCase(CaseTree one, Void none) {
                if (one.getCaseKind() == CaseTree.CaseKind.STATEMENT) before(one.getStatements());
                return super.visitCase(one, none);
            }

            @Override
            public Void visitIf(IfTree tree, Void none) {
                single(tree.getThenStatement());
                single(tree.getElseStatement());
                return super.visitIf(tree, none);
            }

            @Override
            public Void visitWhileLoop(WhileLoopTree loop, Void none) {
                single(loop.getStatement());
                return super.visitWhileLoop(loop, none);
            }

            @Override
            public Void visitForLoop(ForLoopTree loop, Void none) {
                single(loop.getStatement());
                return super.visitForLoop(loop, none);
            }

            @Override
            public Void visitEnhancedForLoop(EnhancedForLoopTree loop, Void none) {
                single(loop.getStatement());
                return super.visitEnhancedForLoop(loop, none);
            }
        }.scan(parsed.unit, null);
        return insertions.into(source.text, new ArrayList<>());
    }

    private static final class Source extends SimpleJavaFileObject {
        final String path;
        final String text;

        Source(String path, String text) {
            super(URI.create("string:///" + path.replaceAll("[^\\w/.$-]", "_").replaceAll("^/+", "")), JavaFileObject.Kind.SOURCE);
            this.path = path;
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreErrors) {
            return text;
        }

        /** Files in memory may hold any public class. */
        @Override
        public boolean isNameCompatible(String name, JavaFileObject.Kind kind) {
            return true;
        }
    }

    /** What the compiled code sees of this class. */
    private static final Source itself = new Source(
            "touchstone/JavaWorker.java",
            "package touchstone; public class JavaWorker { public static volatile int chosen; public static void tick() {} public static void hit(int file, int first, int last) {} }");

    /** Gives messages of errors; classes by name go to `compiled`. */
    private List<String> compile(List<Source> sources, List<String> path, Map<String, byte[]> compiled, DiagnosticCollector<JavaFileObject> told) {
        List<Source> all = new ArrayList<>(sources);
        all.add(itself);
        List<String> options = List.of("-proc:none", "-nowarn", "-g", "-Xmaxerrs", "100000", "-XDshould-stop.ifError=FLOW", "-cp", String.join(File.pathSeparator, path));
        JavaFileManager memory = new ForwardingJavaFileManager<JavaFileManager>(files) {
            @Override
            public JavaFileObject getJavaFileForOutput(Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
                return new SimpleJavaFileObject(URI.create("mem:///" + name.replace('.', '/') + ".class"), kind) {
                    @Override
                    public OutputStream openOutputStream() {
                        return new ByteArrayOutputStream() {
                            @Override
                            public void close() {
                                if (!name.equals("touchstone.JavaWorker")) compiled.put(name, toByteArray());
                            }
                        };
                    }
                };
            }
        };
        boolean isDone = compiler.getTask(null, memory, told, options, null, all).call();
        List<String> errors = new ArrayList<>();
        for (Diagnostic<? extends JavaFileObject> one : told.getDiagnostics()) {
            if (one.getKind() == Diagnostic.Kind.ERROR) errors.add(one.getMessage(null));
        }
        if (!isDone && errors.isEmpty()) errors.add("the compiler gave up");
        return errors;
    }

    // ---- words and answers

    private static String text(String word) {
        return new String(Base64.getDecoder().decode(word.equals("-") ? "" : word), StandardCharsets.UTF_8);
    }

    private static List<String> list(String word) {
        String text = text(word);
        return text.isEmpty() ? List.of() : Arrays.asList(text.split("\n"));
    }

    private static String json(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int at = 0; at < text.length(); at++) {
            char one = text.charAt(at);
            if (one == '"' || one == '\\') out.append('\\').append(one);
            else if (one < 0x20 || one > 0x7e) out.append(String.format("\\u%04x", (int) one));
            else out.append(one);
        }
        return out.append('"').toString();
    }

    private static synchronized void answer(String line) {
        answers.println(line);
        answers.flush();
    }
}
