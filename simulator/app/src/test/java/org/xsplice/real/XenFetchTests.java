// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xsplice.engine.Checkout;
import org.xsplice.support.Programs;

/** {@code simulator/xen/fetch} without a network: a script stands in for apt and dpkg, of a machine with Debian 12. */
class XenFetchTests {
    private static final String TRIXIE = "4.20.4+63-g7abfd2bce2-0+deb13u1";
    /** Packages are archives of what SERVED says; those of the machine's own lists are those of OWN. */
    private static final String DEBIAN = """
            #!/usr/bin/env python3
            import gzip, io, json, lzma, os, sys, tarfile
            tool, words, here = os.path.basename(sys.argv[0]), sys.argv[1:], os.path.dirname(sys.argv[0])
            served = json.load(open(f"{here}/served.json"))
            options = dict(w.split("=", 1) for w in words if "::" in w and "=" in w)
            lists = options.get("Dir::State::lists")
            known = {p: v for p, v in served.items() if lists or v["own"]}
            with open(f"{here}/calls", "a") as calls:
                print(tool, *words, file=calls)
            if "--print-uris" in words:
                for site, suite in (("debian", "bookworm"), ("debian", "bookworm-updates"), ("debian-security",
                        "bookworm-security"), ("other", "stuff")):
                    print(f"'http://a.test/{site}/dists/{suite}/InRelease' name 0 ")
            elif "update" in words:
                open(f"{lists}/a_Packages", "w").close()
                os.replace(options["Dir::Etc::sourcelist"], f"{here}/sources.list")
            elif "download" in words:
                for word in words[words.index("download") + 1:]:
                    package, _, version = word.partition("=")
                    if package not in known or (version and version not in known[package]["versions"]):
                        sys.exit(f"E: no {word}")
                    with tarfile.open(f"{package}_{version or '1'}_amd64.deb", "w") as archive:
                        for name, text in known[package]["files"].items():
                            pack = {".gz": gzip.compress, ".xz": lzma.compress}.get(name[-3:], bytes)
                            content, entry = pack(text.encode()), tarfile.TarInfo("./" + name)
                            entry.size, entry.mode = len(content), 0o755
                            archive.addfile(entry, io.BytesIO(content))
            elif "madison" in words:
                for version in known.get(words[-1], {"versions": []})["versions"]:
                    print(f" {words[-1]} | {version} | a.test Packages")
            elif "show" in words:
                print("Depends: linux-image-6.1-amd64 (= 1)")
            elif words[0] == "-f":
                name = os.path.basename(words[1]).split("_")
                print(name[0] if words[2] == "Package" else name[1])
            else:
                sys.stdout.buffer.write(open(words[-1], "rb").read())
            """;

    @TempDir
    private Path folder;

    private final List<String> served = new ArrayList<>();
    private Path tools;

    private record Said(int code, String text) {}

    @BeforeEach
    void machineWithDebian() throws IOException {
        Programs.require("python3");
        Path script = Files.createDirectories(folder.resolve("simulator/xen"));
        for (String name : List.of("fetch", "packages.py", "debian.py")) {
            Files.copy(Checkout.file("simulator/xen/" + name), script.resolve(name));
        }
        tools = Files.createDirectories(folder.resolve("tools"));
        for (String name : List.of("apt-get", "apt-cache", "dpkg-deb")) {
            Files.writeString(tools.resolve(name), DEBIAN);
            assertThat(tools.resolve(name).toFile().setExecutable(true)).isTrue();
        }
    }

    /** Serves a package; each file has the name of the package in it. */
    private void serve(boolean own, String name, List<String> versions, String... files) {
        StringBuilder json = new StringBuilder("\"%s\": {\"own\": %s, \"versions\": [".formatted(name, own));
        json.append(String.join(
                        ", ", versions.stream().map(v -> "\"" + v + "\"").toList()))
                .append("], \"files\": {");
        json.append(String.join(
                ", ",
                List.of(files).stream()
                        .map(f -> "\"" + f + "\": \"" + name + "\"")
                        .toList()));
        served.add(json.append("}}").toString());
    }

    private void serveTrixie(List<String> versions) {
        serve(false, "xen-hypervisor-4.20-amd64", versions, "boot/xen-4.20-amd64.gz", "boot/xen-4.20-amd64.efi");
        serve(false, "xen-hypervisor-4.20-amd64-dbg", versions, "usr/lib/debug/boot/xen-syms-4.20-amd64");
    }

    private Said fetch(String... arguments) throws IOException, InterruptedException {
        Files.writeString(tools.resolve("served.json"), "{" + String.join(",\n", served) + "}");
        ProcessBuilder python = new ProcessBuilder(
                "python3", "-B", folder.resolve("simulator/xen/fetch").toString());
        python.command().addAll(List.of(arguments));
        python.environment().merge("PATH", tools + ":", (path, first) -> first + path);
        Process process = python.redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), text);
    }

    private Path cached(String name) {
        return folder.resolve(".xen").resolve(name);
    }

    @Test
    void releaseComesFromListsOfItsSuite() throws IOException, InterruptedException {
        serveTrixie(List.of(TRIXIE));
        Said said = fetch("--release", "4.20");
        assertThat(said.code()).as(said.text()).isZero();
        assertThat(said.text()).contains("trixie").endsWith(TRIXIE + "/xen-syms\n");
        assertThat(cached("current/xen-syms")).hasContent("xen-hypervisor-4.20-amd64-dbg");
        assertThat(cached("current/xen.gz")).isRegularFile();
        assertThat(cached("current/xen.efi")).hasContent("xen-hypervisor-4.20-amd64");
        assertThat(cached("current/MANIFEST")).content().startsWith("xen-hypervisor-4.20-amd64 " + TRIXIE + " ");
        assertThat(Files.readString(tools.resolve("sources.list")).replaceAll("\\[.*] ", ""))
                .isEqualTo("""
                        deb http://a.test/debian trixie main
                        deb http://a.test/debian-security trixie-security main
                        """);
        assertThat(Files.readAllLines(tools.resolve("calls")))
                .filteredOn(call -> call.endsWith("update") && !call.contains("--print-uris"))
                .singleElement()
                .asString()
                .contains("Dir::State::lists=" + cached(""), "Dir::State::status=" + cached(""));
    }

    @Test
    void machinesOwnListsDoWhereTheyHaveIt() throws IOException, InterruptedException {
        List<String> versions = List.of("4.17.5+72-g01140da4e8-1");
        serve(true, "xen-hypervisor-4.17-amd64", versions, "boot/xen-4.17-amd64.gz");
        serve(true, "xen-hypervisor-4.17-amd64-dbg", versions, "usr/lib/debug/boot/xen-syms-4.17-amd64");
        assertThat(fetch().code()).isZero();
        assertThat(cached("current/xen-syms")).hasContent("xen-hypervisor-4.17-amd64-dbg");
        assertThat(cached("current/xen.efi")).doesNotExist();
        assertThat(tools.resolve("calls")).content().doesNotContain(" update");
    }

    @Test
    void symbolsInTheHypervisorsPackageAreUnpacked() throws IOException, InterruptedException {
        serve(
                false,
                "xen-hypervisor-4.14-amd64",
                List.of("4.14.6-1"),
                "boot/xen-4.14-amd64.gz",
                "usr/lib/debug/xen-syms-4.14.6.map.gz",
                "usr/lib/debug/xen-syms-4.14.6.gz");
        assertThat(fetch("--release", "4.14").code()).isZero();
        assertThat(cached("4.14.6-1/xen-syms")).hasContent("xen-hypervisor-4.14-amd64");
    }

    @Test
    void versionThatIsNoLongerServedIsReplaced() throws IOException, InterruptedException {
        serveTrixie(List.of("4.20.5-1"));
        Said said = fetch("--release", "4.20", "4.20.3-2");
        assertThat(said.text()).contains("4.20.3-2 is not served (any more); taking the current version, 4.20.5-1");
        assertThat(Files.readSymbolicLink(cached("4.20.3-2"))).hasToString("4.20.5-1");
        assertThat(fetch("4.20.3-2").text()).contains("rm .xen/4.20.3-2");
    }

    @Test
    void versionTellsItsRelease() throws IOException, InterruptedException {
        assertThat(fetch("--release", "4.14", "4.17.7-1")).satisfies(said -> {
            assertThat(said.code()).isEqualTo(2);
            assertThat(said.text()).contains("one of Debian's Xen 4.14, for example 4.14.6-1");
        });
        assertThat(fetch("4.16.2-1").text()).contains("one of Debian's Xen 4.14, 4.17, 4.20");
    }

    @Test
    void whatNobodyServesIsAFailure() throws IOException, InterruptedException {
        Said said = fetch("--release", "4.20");
        assertThat(said.code()).isEqualTo(4);
        assertThat(said.text()).contains("xen-hypervisor-4.20-amd64 is not among", "Debian's trixie has it");
    }

    @Test
    void firstDomainIsLaidOutAlikeForEveryRelease() throws IOException, InterruptedException {
        serveTrixie(List.of(TRIXIE));
        for (String name : List.of("utils-4.20", "libxenmisc4.20", "call1", "devicemodel1", "evtchn1")) {
            String file =
                    name.startsWith("utils") ? "usr/lib/xen-4.20/bin/xen-livepatch" : library("libxenctrl.so.4.20");
            String plain = name.startsWith("utils") ? "xen-" : name.startsWith("libxen") ? "" : "libxen";
            serve(false, plain + name, List.of(TRIXIE), file);
        }
        for (String name : List.of("foreignmemory1", "gnttab1", "toolcore1", "toollog1")) {
            serve(false, "libxen" + name, List.of(TRIXIE), library("libx.so.1"));
        }
        serve(false, "libc6", List.of("1"), "lib/x86_64-linux-gnu/libc-2.31.so", "lib64/ld-linux-x86-64.so.2");
        serve(false, "zlib1g", List.of("1"), "lib/x86_64-linux-gnu/libz.so.1");
        serve(false, "libexpat1", List.of("1"), library("libexpat.so.1"));
        serve(false, "libffi8", List.of("1"), library("libffi.so.8"));
        serve(false, "python3.13-minimal", List.of("1"), "usr/bin/python3.13");
        serve(false, "libpython3.13-minimal", List.of("1"), "usr/lib/python3.13/os.py");
        serve(false, "libpython3.13-stdlib", List.of("1"), "usr/lib/python3.13/json/decoder.py");
        serve(false, "busybox-static", List.of("1"), "bin/busybox");
        serve(
                false,
                "linux-image-6.1-amd64",
                List.of("1"),
                "boot/vmlinuz-6.1",
                "usr/lib/modules/6.1/kernel/drivers/xen/xen-privcmd.ko.xz");
        Said said = fetch("--release", "4.20", "--domain");
        assertThat(said.code()).as(said.text()).isZero();
        Path root = cached("current/domain/root");
        assertThat(root.resolve("bin/busybox")).hasContent("busybox-static").isExecutable();
        assertThat(root.resolve("usr/lib/x86_64-linux-gnu/libc-2.31.so")).isRegularFile();
        assertThat(Files.readSymbolicLink(root.resolve("lib64"))).hasToString("usr/lib64");
        assertThat(root.resolve("modules/xen-privcmd.ko")).hasContent("linux-image-6.1-amd64");
        assertThat(cached("current/domain/vmlinuz")).isRegularFile();
    }

    private static String library(String name) {
        return "usr/lib/x86_64-linux-gnu/" + name;
    }
}
