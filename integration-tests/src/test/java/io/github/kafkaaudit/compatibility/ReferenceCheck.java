package io.github.kafkaaudit.compatibility;

import io.github.kafkaaudit.compatibility.ClassFiles.Shape;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.asm.AnnotationVisitor;
import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.FieldVisitor;
import org.springframework.asm.Handle;
import org.springframework.asm.Label;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.Type;

/** Looks up whatever one class file names, the way the virtual machine links it. */
final class ReferenceCheck extends ClassVisitor {

    private static final String OURS = "io/github/kafkaaudit/";

    private final ClassFiles classFiles;
    private final Set<String> absentLibraries;
    private final Set<String> missing = new TreeSet<>();
    private String self = "";

    ReferenceCheck(ClassFiles classFiles, Set<String> absentLibraries) {
        super(Opcodes.ASM9);
        this.classFiles = classFiles;
        this.absentLibraries = absentLibraries;
    }

    void check(byte[] classFile) {
        new ClassReader(classFile).accept(this, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        classFiles.find(self).filter(shape -> !shape.isAbstract()).ifPresent(this::implementsEverything);
    }

    Set<String> missing() {
        return missing;
    }

    String outermostClass() {
        int inner = self.indexOf('$');
        return inner < 0 ? self : self.substring(0, inner);
    }

    @Override
    public void visit(int version, int access, String name, String signature, String superName, String[] interfaces) {
        self = name;
        type(superName);
        for (String parent : interfaces) {
            type(parent);
        }
    }

    @Override
    public @Nullable FieldVisitor visitField(
            int access, String name, String descriptor, String signature, Object value) {
        type(Type.getType(descriptor));
        return null;
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, String signature, String[] exceptions) {
        descriptor(descriptor);
        return new Code();
    }

    @Override
    public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
        return annotation(descriptor, visible);
    }

    /** An annotation that is missing is no error when it is read: it simply is not there, and its condition with it. */
    private @Nullable AnnotationVisitor annotation(String descriptor, boolean visible) {
        String name = Type.getType(descriptor).getInternalName();
        return visible && type(name) ? new Attributes(name) : null;
    }

    private void implementsEverything(Shape shape) {
        Set<String> implemented = new LinkedHashSet<>();
        Set<String> open = new LinkedHashSet<>();
        collect(shape, implemented, open, new LinkedHashSet<>());
        open.removeAll(implemented);
        open.forEach(method -> missing.add(self + " implements no " + method));
    }

    private void collect(Shape shape, Set<String> implemented, Set<String> open, Set<String> seen) {
        if (!seen.add(shape.name())) {
            return;
        }
        for (Map.Entry<String, Integer> member : shape.members().entrySet()) {
            boolean isAbstract = (member.getValue() & Opcodes.ACC_ABSTRACT) != 0;
            (isAbstract ? open : implemented).add(member.getKey());
        }
        for (String parent : shape.parents()) {
            classFiles.find(parent).ifPresent(found -> collect(found, implemented, open, seen));
        }
    }

    private void descriptor(String descriptor) {
        type(Type.getReturnType(descriptor));
        for (Type argument : Type.getArgumentTypes(descriptor)) {
            type(argument);
        }
    }

    private void type(Type type) {
        if (type.getSort() == Type.METHOD) {
            descriptor(type.getDescriptor());
        } else if (type.getSort() == Type.ARRAY) {
            type(type.getElementType());
        } else if (type.getSort() == Type.OBJECT) {
            type(type.getInternalName());
        }
    }

    private boolean type(String name) {
        String element =
                name.startsWith("[") ? Type.getType(name).getElementType().getInternalName() : name;
        if (name.startsWith("[") && Type.getType(name).getElementType().getSort() != Type.OBJECT) {
            return false;
        }
        if (absentLibraries.stream().anyMatch(element::startsWith)) {
            return false;
        }
        boolean present = classFiles.find(element).isPresent();
        if (!present) {
            missing.add(self + " names the class " + element);
        }
        return present && !name.startsWith("[");
    }

    private void member(String owner, String member) {
        if (owner.startsWith(OURS) || owner.startsWith("java/") || !type(owner)) {
            return;
        }
        Optional<Integer> access = find(owner, member);
        if (access.isEmpty()) {
            missing.add(self + " names " + owner + '.' + member);
        } else if ((access.get() & (Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED)) == 0
                || ((access.get() & Opcodes.ACC_PROTECTED) != 0 && !inherits(self, owner))) {
            missing.add(self + " may not use " + owner + '.' + member);
        }
    }

    private Optional<Integer> find(String owner, String member) {
        Shape shape = classFiles.find(owner).orElse(null);
        if (shape == null) {
            return Optional.empty();
        }
        Integer access = shape.members().get(member);
        if (access != null) {
            return Optional.of(access);
        }
        for (String parent : shape.parents()) {
            Optional<Integer> found = find(parent, member);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private boolean inherits(String name, String ancestor) {
        if (name.equals(ancestor)) {
            return true;
        }
        return classFiles.find(name).stream()
                .flatMap(shape -> shape.parents().stream())
                .anyMatch(parent -> inherits(parent, ancestor));
    }

    private final class Attributes extends AnnotationVisitor {

        private final String annotation;

        private Attributes(String annotation) {
            super(Opcodes.ASM9);
            this.annotation = annotation;
        }

        @Override
        public void visit(String name, Object value) {
            attribute(name);
        }

        @Override
        public void visitEnum(String name, String descriptor, String value) {
            attribute(name);
        }

        @Override
        public @Nullable AnnotationVisitor visitArray(String name) {
            attribute(name);
            return null;
        }

        private void attribute(String name) {
            boolean known = classFiles.find(annotation).stream()
                    .flatMap(shape -> shape.members().keySet().stream())
                    .anyMatch(member -> member.startsWith(name + "()"));
            if (!known) {
                missing.add(self + " names the attribute " + annotation + '.' + name);
            }
        }
    }

    private final class Code extends MethodVisitor {

        private Code() {
            super(Opcodes.ASM9);
        }

        @Override
        public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
            return annotation(descriptor, visible);
        }

        @Override
        public void visitTypeInsn(int opcode, String name) {
            type(name);
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            member(owner, name + ' ' + descriptor);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            member(owner, name + descriptor);
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
            descriptor(descriptor);
            for (Object argument : arguments) {
                if (argument instanceof Handle handle) {
                    boolean field = handle.getTag() <= Opcodes.H_PUTSTATIC;
                    member(handle.getOwner(), handle.getName() + (field ? " " : "") + handle.getDesc());
                } else if (argument instanceof Type type) {
                    type(type);
                }
            }
        }

        @Override
        public void visitLdcInsn(Object value) {
            if (value instanceof Type type) {
                type(type);
            }
        }

        @Override
        public void visitTryCatchBlock(Label start, Label end, Label handler, String type) {
            if (type != null) {
                type(type);
            }
        }
    }
}
