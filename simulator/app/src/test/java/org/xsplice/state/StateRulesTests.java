// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a host remembers is declared in cells: no class has a field that can change beside them, unless it says why. */
class StateRulesTests {
    private static final List<String> PACKAGES = List.of(
            "org.xsplice.hypervisor",
            "org.xsplice.schedule",
            "org.xsplice.payload",
            "org.xsplice.plane..",
            "org.xsplice.orders",
            "org.xsplice.event",
            "org.xsplice.chance");

    /** Classes that do not live as long as a host: they work on one thing and are gone. */
    private static final List<String> SHORT_LIVED = List.of(
            "org.xsplice.hypervisor.PrintkFormat",
            "org.xsplice.hypervisor.InstructionCount",
            "org.xsplice.event.EventFields");

    @Test
    void nothingChangesBesideCells() {
        List<String> found = new ArrayList<>();
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(PACKAGES.stream().map(p -> p.replace("..", "")).toList())) {
            boolean isData = type.isRecord() || type.isEnum() || type.isAssignableTo(Throwable.class);
            if (!isData && SHORT_LIVED.stream().noneMatch(type.getName()::startsWith)) {
                type.getFields().stream()
                        .filter(StateRulesTests::canChange)
                        .map(JavaField::getFullName)
                        .forEach(found::add);
            }
        }
        assertThat(found).isEmpty();
    }

    private static boolean canChange(JavaField field) {
        boolean said = field.isAnnotatedWith(Fixed.class) || field.isAnnotatedWith(Derived.class);
        boolean constant = field.getModifiers().contains(JavaModifier.STATIC)
                || field.getModifiers().contains(JavaModifier.SYNTHETIC);
        boolean isFinal = field.getModifiers().contains(JavaModifier.FINAL);
        return !said && !constant && (!isFinal || isMutable(field.getRawType()));
    }

    /** Lists are taken to be immutable where a field is final and of the type List: what fills them is looked at by hosts. */
    private static boolean isMutable(JavaClass type) {
        return type.isArray()
                || type.isEquivalentTo(BitSet.class)
                || type.isEquivalentTo(StringBuilder.class)
                || type.isAssignableTo(Map.class)
                || type.isAssignableTo(Collection.class) && !type.isEquivalentTo(List.class)
                || type.isAssignableTo(ArrayDeque.class)
                || type.isAssignableTo(HashMap.class);
    }
}
