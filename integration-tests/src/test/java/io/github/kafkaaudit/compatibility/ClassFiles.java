package io.github.kafkaaudit.compatibility;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.FieldVisitor;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;

/** The classes of a class path, read and never loaded. */
final class ClassFiles {

    private final ClassLoader loader;
    private final Map<String, Optional<Shape>> known = new HashMap<>();

    ClassFiles(ClassLoader loader) {
        this.loader = loader;
    }

    /** Every class file in the jar or the folder that a class comes from. */
    static List<byte[]> besideOf(Class<?> type) throws Exception {
        URI place = type.getProtectionDomain().getCodeSource().getLocation().toURI();
        Path path = Path.of(place);
        if (Files.isDirectory(path)) {
            return in(path);
        }
        try (FileSystem jar = FileSystems.newFileSystem(path)) {
            return in(jar.getPath("/"));
        }
    }

    private static List<byte[]> in(Path root) throws IOException {
        List<byte[]> classFiles = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = String.valueOf(file.getFileName());
                if (name.endsWith(".class") && !name.startsWith("module-info")) {
                    classFiles.add(Files.readAllBytes(file));
                }
            }
        }
        return classFiles;
    }

    /** What a class has, by its name with slashes; empty if there is no such class. */
    Optional<Shape> find(String name) {
        // Not computeIfAbsent: the answer for a class asks for others.
        Optional<Shape> found = known.get(name);
        if (found == null) {
            found = read(name);
            known.put(name, found);
        }
        return found;
    }

    /** Whether there is a class, or a member of one, as in {@code a/B.name()V}. */
    boolean has(String name) {
        int dot = name.indexOf('.');
        return dot < 0
                ? find(name).isPresent()
                : find(name.substring(0, dot))
                        .filter(shape -> shape.members().containsKey(name.substring(dot + 1)))
                        .isPresent();
    }

    private Optional<Shape> read(String name) {
        try (InputStream in = loader.getResourceAsStream(name + ".class")) {
            if (in == null) {
                return Optional.empty();
            }
            Shape shape = new Shape();
            new ClassReader(in).accept(shape, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG);
            return Optional.of(shape);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The members of a class, its super class and its interfaces. */
    static final class Shape extends ClassVisitor {

        private final Map<String, Integer> members = new HashMap<>();
        private final List<String> parents = new ArrayList<>();
        private String name = "";
        private int access;

        private Shape() {
            super(Opcodes.ASM9);
        }

        String name() {
            return name;
        }

        boolean isAbstract() {
            return (access & Opcodes.ACC_ABSTRACT) != 0;
        }

        List<String> parents() {
            return parents;
        }

        /** Name and descriptor to access flags. */
        Map<String, Integer> members() {
            return members;
        }

        @Override
        public void visit(
                int version,
                int classAccess,
                String className,
                String signature,
                String superName,
                String[] interfaces) {
            name = className;
            access = classAccess;
            if (superName != null) {
                parents.add(superName);
            }
            parents.addAll(List.of(interfaces));
        }

        @Override
        public @Nullable FieldVisitor visitField(
                int fieldAccess, String field, String descriptor, String signature, Object value) {
            members.put(field + ' ' + descriptor, fieldAccess);
            return null;
        }

        @Override
        public @Nullable MethodVisitor visitMethod(
                int methodAccess, String method, String descriptor, String signature, String[] exceptions) {
            members.put(method + descriptor, methodAccess);
            return null;
        }
    }
}
