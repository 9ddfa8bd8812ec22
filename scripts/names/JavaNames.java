import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.Member;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Prints what the JDK's exported packages offer: {@code name NAME} for types and their public and protected members,
 * {@code module NAME} for packages. Of the desktop, whose names would outnumber all others, packages alone. Run by {@code java JavaNames.java}; nothing is initialized.
 */
class JavaNames {
  private static final Set<String> names = new TreeSet<>();
  private static final Set<String> packages = new TreeSet<>();

  public static void main(String[] arguments) throws IOException {
    FileSystem runtime = FileSystems.getFileSystem(URI.create("jrt:/"));
    for (Module module : ModuleLayer.boot().modules()) {
      if (!module.getName().matches("java\\..*")) continue;
      Set<String> exported =
          module.getDescriptor().exports().stream()
              .filter(one -> !one.isQualified())
              .map(ModuleDescriptor.Exports::source)
              .collect(Collectors.toSet());
      packages.addAll(exported);
      if (module.getName().equals("java.desktop")) continue;
      Path root = runtime.getPath("modules", module.getName());
      for (Path file : classFiles(root)) {
        String name = root.relativize(file).toString().replaceAll("\\.class$", "").replace('/', '.');
        int dot = name.lastIndexOf('.');
        if (dot > 0 && exported.contains(name.substring(0, dot))) read(name);
      }
    }
    names.forEach(name -> System.out.println("name " + name));
    packages.forEach(name -> System.out.println("module " + name));
  }

  private static List<Path> classFiles(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".class")).toList();
    }
  }

  private static void read(String name) {
    try {
      Class<?> type = Class.forName(name, false, ClassLoader.getSystemClassLoader());
      if (!isOffered(type.getModifiers())) return;
      add(type.getSimpleName());
      for (Member member : type.getDeclaredFields()) add(member);
      for (Member member : type.getDeclaredMethods()) add(member);
    } catch (ClassNotFoundException | LinkageError unreadable) {
      // Some types need what is not there; their names are found at others.
    }
  }

  private static void add(Member member) {
    if (isOffered(member.getModifiers()) && !member.isSynthetic()) add(member.getName());
  }

  private static boolean isOffered(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  private static void add(String name) {
    if (name.length() >= 3 && !name.contains("$")) names.add(name);
  }
}
