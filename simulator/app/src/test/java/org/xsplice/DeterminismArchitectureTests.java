// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.io.FileReader;
import java.io.FileWriter;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.lang.reflect.Field;
import java.nio.charset.Charset;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Calendar;
import java.util.Collection;
import java.util.Date;
import java.util.Formattable;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Scanner;
import java.util.Set;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;

/** The same input gives the same output, whoever runs it, wherever and however often. */
class DeterminismArchitectureTests {
    /** {@code text.Formats} is the one place that formats. What takes a locale may be used with it; what guesses one may not. */
    @Test
    void nothingDependsOnTheUsersLanguage() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("org.xsplice.text.Formats")
                .should()
                .callCodeUnitWhere(describe("it takes the user's locale", DeterminismArchitectureTests::takesTheLocale))
                .orShould()
                .dependOnClassesThat(describe(
                        "write numbers, dates or orders as the user's language does",
                        c -> c.getPackageName().equals("java.text")
                                || c.getPackageName().startsWith("java.time.format")
                                || c.isEquivalentTo(Formatter.class)
                                || c.isEquivalentTo(Formattable.class)
                                || c.isEquivalentTo(Scanner.class)
                                || c.isEquivalentTo(Calendar.class)
                                || c.isEquivalentTo(Date.class)
                                || c.isEquivalentTo(FileReader.class)
                                || c.isEquivalentTo(FileWriter.class)))
                .check(ProjectClasses.ALL);
    }

    private static boolean takesTheLocale(JavaCall<?> call) {
        JavaClass owner = call.getTargetOwner();
        String name = call.getName();
        List<String> takes = call.getTarget().getRawParameterTypes().stream()
                .map(JavaClass::getSimpleName)
                .toList();
        if (owner.isEquivalentTo(String.class)) {
            return name.equals("format")
                    || name.equals("formatted")
                    || Set.of("toLowerCase", "toUpperCase", "getBytes").contains(name) && takes.isEmpty()
                    || name.equals("<init>")
                            && takes.contains("byte[]")
                            && !takes.contains("Charset")
                            && !takes.contains("String");
        }
        if (owner.isAssignableTo(PrintStream.class) || owner.isAssignableTo(PrintWriter.class)) {
            return name.equals("printf") || name.equals("format");
        }
        if (owner.isEquivalentTo(InputStreamReader.class) || owner.isEquivalentTo(OutputStreamWriter.class)) {
            return name.equals("<init>") && takes.size() == 1;
        }
        return owner.isEquivalentTo(Locale.class)
                        && Set.of("getDefault", "getAvailableLocales").contains(name)
                || owner.isEquivalentTo(TimeZone.class)
                || owner.isAssignableTo(ZoneId.class) && name.equals("systemDefault")
                || owner.isEquivalentTo(Charset.class) && name.equals("defaultCharset");
    }

    @Test
    void nothingBelowTheToolsDependsOnTheHost() {
        noClasses()
                .that(describe("are below layer 6", (JavaClass c) -> ProjectClasses.layer(c) < 6))
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .dependOnClassesThat(describe(
                        "are random, threaded or unordered",
                        c -> c.isEquivalentTo(java.util.Random.class)
                                || c.isEquivalentTo(java.util.HashMap.class)
                                || c.isEquivalentTo(java.util.HashSet.class)
                                || c.isEquivalentTo(Thread.class)
                                || c.getPackageName().startsWith("java.util.concurrent")
                                || c.getPackageName().equals("java.time")))
                .check(ProjectClasses.ALL);
    }

    /** What the program remembers belongs to some object; the tools' caches of layer 8 and above may be one for all. */
    @Test
    void nothingStaticChanges() {
        List<String> found = new ArrayList<>();
        for (JavaClass type : ProjectClasses.ALL) {
            if (ProjectClasses.layer(type) < 8) {
                type.getFields().stream()
                        .filter(field -> field.getModifiers().contains(JavaModifier.STATIC)
                                && !field.getModifiers().contains(JavaModifier.SYNTHETIC))
                        .filter(DeterminismArchitectureTests::canChange)
                        .map(JavaField::getFullName)
                        .forEach(found::add);
            }
        }
        assertThat(found).isEmpty();
    }

    private static boolean canChange(JavaField field) {
        JavaClass type = field.getRawType();
        return !field.getModifiers().contains(JavaModifier.FINAL)
                || type.getPackageName().startsWith("java.util.concurrent")
                || type.isAssignableTo(ThreadLocal.class)
                || type.isAssignableTo(BitSet.class)
                || type.isAssignableTo(StringBuilder.class)
                || (type.isAssignableTo(Collection.class) || type.isAssignableTo(Map.class)) && !refusesChange(field);
    }

    private static boolean refusesChange(JavaField field) {
        try {
            Field reflected = field.reflect();
            reflected.setAccessible(true);
            String made = reflected.get(null).getClass().getName();
            return made.startsWith("java.util.ImmutableCollections$")
                    || made.startsWith("java.util.Collections$Unmodif");
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
