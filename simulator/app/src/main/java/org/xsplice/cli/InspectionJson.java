// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.Optional;
import java.util.OptionalLong;
import org.xsplice.errno.Errno;
import org.xsplice.event.ByteString;
import org.xsplice.hazard.FunctionPatch;
import org.xsplice.hazard.Hazard;
import org.xsplice.hypervisor.BugFrames;
import org.xsplice.inspect.CheckedRung;
import org.xsplice.inspect.Contents;
import org.xsplice.inspect.Extras;
import org.xsplice.inspect.Hook;
import org.xsplice.inspect.Inspection;
import org.xsplice.inspect.NeededSymbol;
import org.xsplice.inspect.Note;
import org.xsplice.inspect.PatchedFunction;
import org.xsplice.inspect.PayloadSection;
import org.xsplice.inspect.Pointer;
import org.xsplice.inspect.Relocation;
import org.xsplice.inspect.Trial;
import org.xsplice.loader.PayloadLayout;
import org.xsplice.loader.Suspect;
import org.xsplice.mend.Change;
import org.xsplice.mend.Mend;
import org.xsplice.refusal.Refusal;
import org.xsplice.text.Visible;

/**
 * An inspection as JSON, for scripts; docs/inspect.md has the fields. Addresses are text in hexadecimal, as 64 bits do not
 * fit into the numbers of most readers; what is not known is null.
 */
final class InspectionJson {
    /** ASCII, as it goes to an output whose character set is that of the locale. */
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private static final int FORMAT = 1;

    private final Inspection inspection;
    private final ObjectNode root = JSON.createObjectNode();

    private InspectionJson(Inspection inspection) {
        this.inspection = inspection;
    }

    /** Returns the text of it. */
    static String of(Inspection inspection, String file, String guest) {
        InspectionJson writer = new InspectionJson(inspection);
        writer.head(file, guest);
        writer.result();
        writer.root.put("cause", inspection.cause().isEmpty() ? null : inspection.cause());
        writer.root.set("mend", inspection.proposed().map(InspectionJson::mend).orElse(null));
        writer.hazards();
        writer.contents();
        writer.checks();
        try {
            return Visible.json(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(writer.root));
        } catch (JsonProcessingException e) {
            throw new AssertionError("a tree can always be written", e);
        }
    }

    private void head(String file, String guest) {
        root.put("format", FORMAT);
        ObjectNode payload = root.putObject("payload");
        payload.put("file", file);
        payload.put("name", inspection.file().name());
        payload.put("size", inspection.file().bytes().length);
        payload.put("profile", inspection.profile().name());
        payload.put("build_id", id(Note.Kind.BUILD_ID));
        payload.put("depends", id(Note.Kind.DEPENDS));
        payload.put("depends_owner", owner(Note.Kind.DEPENDS));
        payload.put("xen_depends", id(Note.Kind.XEN_DEPENDS));
        payload.put("xen_depends_owner", owner(Note.Kind.XEN_DEPENDS));
        ObjectNode host = root.putObject("guest");
        host.put("name", guest);
        host.put("build_id", inspection.guestId().toString());
    }

    private String id(Note.Kind kind) {
        return inspection.note(kind).flatMap(Note::id).map(ByteString::toString).orElse(null);
    }

    private String owner(Note.Kind kind) {
        return inspection
                .note(kind)
                .map(Note::owner)
                .filter(owner -> !owner.isEmpty())
                .orElse(null);
    }

    private void result() {
        Trial.Result result = inspection.trial().result();
        if (result instanceof Trial.Accepted accepted) {
            root.put("outcome", "accepted");
            memory(accepted.payload().layout());
        } else if (result instanceof Trial.Refused refused) {
            root.put("outcome", "refused");
            refusal(refused);
        } else if (result instanceof Trial.Died died) {
            root.put("outcome", "dies");
            death(died);
        }
        inspection.trial().console().forEach(root.putArray("console")::add);
    }

    private void memory(PayloadLayout layout) {
        ObjectNode memory = root.putObject("memory");
        memory.put("pages", layout.pages());
        region(memory.putObject("text"), layout.textAddr(), layout.textSize());
        region(memory.putObject("rw"), layout.rwAddr(), layout.rwSize());
        region(memory.putObject("ro"), layout.roAddr(), layout.roSize());
        memory.put("safe_to_reapply", layout.safeToReapply());
    }

    private static void region(ObjectNode node, long address, long size) {
        node.put("address", hex(address));
        node.put("size", unsigned(size));
    }

    private void refusal(Trial.Refused refused) {
        Refusal refusal = refused.refusal();
        ObjectNode node = root.putObject("refusal");
        node.put("check", refusal.check().name());
        node.put("item", refused.stop().item());
        node.put("function", inspection.profile().function(refusal.check().function()));
        node.put("errno", Errno.nameOf(-refusal.rc()));
        node.put("rc", refusal.rc());
        offset(node, refusal.fileOffset());
        node.put("why", refusal.why());
    }

    private void death(Trial.Died died) {
        ObjectNode node = root.putObject("death");
        node.put("check", died.stop().check().name());
        node.put("item", died.stop().item());
        node.put("function", died.function());
        node.put("cause", died.death().cause());
        node.put("summary", died.death().summary());
        offset(node, died.suspect().map(Suspect::fileOffset).orElse(-1L));
        node.put("field", died.suspect().map(Suspect::field).orElse(null));
        died.death().report().forEach(node.putArray("report")::add);
    }

    private static void offset(ObjectNode node, long fileOffset) {
        node.put("file_offset", fileOffset < 0 ? null : BigInteger.valueOf(fileOffset));
    }

    private static ObjectNode mend(Mend mend) {
        ObjectNode node = JSON.createObjectNode();
        if (mend instanceof Mend.FileEdit edit) {
            node.put("kind", "edit");
            node.put("edit", edit.kind().word());
            node.put("proof", edit.kind().proof().word());
            ArrayNode changes = node.putArray("changes");
            edit.changes().forEach(change -> change(changes.addObject(), change));
        } else if (mend instanceof Mend.Rebuild) {
            node.put("kind", "rebuild");
        } else if (mend instanceof Mend.Unload unload) {
            node.put("kind", "unload");
            node.put("payload", unload.payload());
        } else if (mend instanceof Mend.UploadAs as) {
            node.put("kind", "upload-as");
            node.put("name", as.name());
        } else {
            node.put("kind", "otherwise");
        }
        node.put("text", mend.text());
        return node;
    }

    private static void change(ObjectNode node, Change change) {
        if (change instanceof Change.SetField c) {
            node.put("change", "set-field");
            node.put("file_offset", c.fileOffset());
            node.put("size", c.size());
            node.put("value", hex(c.value()));
            node.put("field", c.field());
        } else if (change instanceof Change.SetContent c) {
            node.put("change", "set-content");
            node.put("section", c.section());
            node.put("name", c.name());
            node.put("content", c.content().toString());
        } else if (change instanceof Change.RenameSection c) {
            node.put("change", "rename-section");
            node.put("section", c.section());
            node.put("from", c.from());
            node.put("to", c.to());
        } else if (change instanceof Change.RenameSymbol c) {
            node.put("change", "rename-symbol");
            node.put("symbol", c.symbol());
            node.put("from", c.from());
            node.put("to", c.to());
        } else if (change instanceof Change.AddSection c) {
            node.put("change", "add-section");
            node.put("name", c.name());
            node.put("type", c.type());
            node.put("flags", c.flags());
            node.put("align", c.align());
            node.put("size", c.size());
            node.put("content", c.content().toString());
        }
    }

    private void hazards() {
        String unknown = inspection.hazardsUnknown();
        root.put("hazards_unknown", unknown.isEmpty() ? null : unknown);
        ArrayNode hazards = root.putArray("hazards");
        for (Hazard hazard : inspection.hazards()) {
            ObjectNode node = hazards.addObject();
            node.put("kind", hazard.kind().word());
            node.put("severity", hazard.kind().severity().word());
            node.put(
                    "quirk",
                    hazard.kind().quirk().isPresent() ? hazard.kind().quirk().getAsInt() : null);
            node.put("entry", hazard.site().map(FunctionPatch::entry).orElse(null));
            node.put("function", hazard.site().map(FunctionPatch::name).orElse(null));
            node.put("reason", hazard.reason());
            node.put("consequence", hazard.kind().consequence());
        }
    }

    private void contents() {
        Contents contents = inspection.contents();
        ArrayNode functions = root.putArray("functions");
        contents.functions().forEach(f -> function(functions.addObject(), f));
        ArrayNode hooks = root.putArray("hooks");
        contents.hooks().forEach(h -> hook(hooks.addObject(), h));
        special(contents.extras());
        ArrayNode symbols = root.putArray("symbols");
        contents.needed().forEach(s -> symbol(symbols.addObject(), s));
        ArrayNode relocations = root.putArray("relocations");
        contents.relocations().forEach(r -> relocation(relocations.addObject(), r));
        root.put("relocations_left_out", contents.relocationsLeftOut());
        ArrayNode sections = root.putArray("sections");
        contents.sections().forEach(s -> section(sections.addObject(), s));
    }

    private static void function(ObjectNode node, PatchedFunction f) {
        node.put("entry", f.entry());
        node.put("file_offset", f.fileOffset());
        node.put("name", f.name());
        pointer(node.putObject("old_addr"), f.oldAddr());
        node.put("by_name", f.byName());
        node.put("old_size", f.oldSize());
        pointer(node.putObject("new_addr"), f.newAddr());
        node.put("new_size", f.newSize());
        node.put("version", f.version());
        node.put("how", f.nops() ? "nops" : "jump");
        node.put("patch_offset", f.patchOffset());
        Optional<PatchedFunction.Expected> expectation = f.expectation();
        if (expectation.isPresent()) {
            ObjectNode expected = node.putObject("expectation");
            expected.put("bytes", expectation.get().bytes().toString());
            expected.put("met", expectation.get().met());
        } else {
            node.putNull("expectation");
        }
    }

    private static void pointer(ObjectNode node, Pointer pointer) {
        node.put("address", hex(pointer.address()));
        node.put("label", pointer.label());
    }

    private static void hook(ObjectNode node, Hook hook) {
        node.put("section", hook.kind().section());
        node.put("number", hook.number());
        pointer(node.putObject("function"), hook.function());
    }

    private void special(Extras extras) {
        ObjectNode node = root.putObject("special");
        node.put("alternatives", extras.alternatives());
        node.put("exceptions", extras.exceptions());
        ObjectNode frames = node.putObject("bug_frames");
        for (BugFrames.Kind kind : BugFrames.Kind.values()) {
            frames.put(kind.name(), extras.bugFrames().get(kind.ordinal()));
        }
        extras.modinfo().forEach(node.putArray("modinfo")::add);
    }

    private static void symbol(ObjectNode node, NeededSymbol symbol) {
        node.put("name", symbol.name());
        node.put(
                "provider",
                switch (symbol.provider()) {
                    case GUEST -> "guest";
                    case PAYLOAD -> "payload";
                    case NOBODY -> null;
                });
        node.put("payload", symbol.payload().isEmpty() ? null : symbol.payload());
        node.put("address", hex(symbol.address()));
        node.put("near_miss", symbol.nearMiss().isEmpty() ? null : symbol.nearMiss());
    }

    private static void relocation(ObjectNode node, Relocation r) {
        node.put("table", r.table());
        node.put("number", r.number());
        node.put("file_offset", r.fileOffset());
        node.put("section", r.section());
        node.put("offset", unsigned(r.offset()));
        node.put("type", r.type().name());
        node.put("formula", r.type().known() ? r.type().formula() : null);
        node.put("symbol", r.target());
        node.put("addend", r.addend());
        node.put("s", hex(r.symbolValue()));
        node.put("p", hex(r.place()));
        node.put("result", hex(r.result()));
        node.put("overflows", r.overflows());
    }

    private static void section(ObjectNode node, PayloadSection s) {
        node.put("index", s.index());
        node.put("name", s.name());
        node.put("type", Integer.toUnsignedLong(s.type()));
        node.put("flags", hex(s.flags()));
        node.put("file_offset", unsigned(s.offset()));
        node.put("size", unsigned(s.size()));
        node.put("align", unsigned(s.align()));
        node.put("destination", s.destination().word());
        node.put("address", hex(s.address()));
    }

    private void checks() {
        ArrayNode checks = root.putArray("checks");
        for (CheckedRung rung : inspection.rungs()) {
            ObjectNode node = checks.addObject();
            node.put("check", rung.check().name());
            node.put("function", rung.function());
            node.put("state", rung.state().word());
        }
    }

    private static String hex(OptionalLong value) {
        return value.isPresent() ? hex(value.getAsLong()) : null;
    }

    private static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }

    private static BigInteger unsigned(long value) {
        return new BigInteger(Long.toUnsignedString(value));
    }
}
