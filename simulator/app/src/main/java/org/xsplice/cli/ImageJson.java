// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import static org.xsplice.text.Formats.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.xsplice.bootfile.ImageSection;
import org.xsplice.bootfile.OwnSymbol;
import org.xsplice.elf.Elf;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.image.ImageFacts;
import org.xsplice.recognition.Recognition;
import org.xsplice.recognition.Sighting;

/** What an image tells of itself as JSON, for scripts; docs/images.md has the fields. What is not known is null. */
final class ImageJson {
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private static final int FORMAT = 1;

    private ImageJson() {}

    /** Returns the text of it. */
    static String of(HypervisorImage image, ImageFacts facts, String file) {
        ObjectNode root = JSON.createObjectNode();
        root.put("format", FORMAT);
        root.put("file", file);
        root.put("kind", image.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        root.put("release", facts.release().orElse(null));
        root.put("extra_version", facts.extraVersion().orElse(null));
        root.put("build_id", image.buildId().toString());
        root.put("compiler", facts.compiler().orElse(null));
        root.put("changeset", facts.changeSet().orElse(null));
        root.put("xen", image.isXen());
        root.put("live_patching", image.hasLivePatching());
        ObjectNode symbols = root.putObject("symbols");
        symbols.put("from", image.symbols().own().isEmpty() ? "elf" : "own-table");
        symbols.put("count", image.symbols().size());
        symbols.put(
                "local",
                image.symbols().own().stream().filter(OwnSymbol::isLocal).count());
        Recognition.of(image).filter(found -> !found.showsNothing()).ifPresent(found -> recognised(root, found));
        for (ImageSection section : image.sections()) {
            ObjectNode node = root.withArray("sections").addObject();
            node.put("name", section.name());
            node.put("address", format("%016x", section.addr()));
            node.put("size", section.size());
            node.put("code", section.has(Elf.SHF_EXECINSTR));
            node.put("in_file", section.type() != Elf.SHT_NOBITS);
        }
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new AssertionError("a tree can always be written", e);
        }
    }

    private static void recognised(ObjectNode root, Recognition found) {
        root.put("judged_as", found.known() ? found.profile().name() : null);
        for (Sighting sighting : found.sightings()) {
            ObjectNode node = root.withArray("behaviours").addObject();
            node.put("name", sighting.name());
            node.put("present", sighting.present());
            node.put("known_by", sighting.means().word());
            node.put("what", sighting.what());
        }
    }
}
