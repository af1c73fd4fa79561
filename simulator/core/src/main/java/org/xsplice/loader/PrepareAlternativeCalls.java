// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import static org.xsplice.loader.Rung.rung;

import java.util.List;
import java.util.Optional;
import org.xsplice.errno.Errno;
import org.xsplice.hypervisor.Console;
import org.xsplice.hypervisor.Endbr;
import org.xsplice.machine.Memory;
import org.xsplice.mend.Mend;
import org.xsplice.profile.Message;
import org.xsplice.refusal.Check;

/**
 * Checks the payload's alternative calls, and makes direct calls of them: since 4.21 they are apart from the alternatives.
 * Models a part of xen/common/livepatch.c:prepare_payload, and xen/arch/x86/alternative.c:apply_alt_calls.
 */
final class PrepareAlternativeCalls {
    static final String SECTION = ".alt_call_sites";

    private static final Rungs<PrepareAlternativeCalls> TABLE = Rungs.each(
            rung(Check.ALTERNATIVE_CALLS_SIZE, PrepareAlternativeCalls::size),
            rung(Check.ALTERNATIVE_CALLS_TEXT, PrepareAlternativeCalls::text));
    private static final Rungs<PrepareAlternativeCalls> PLACES =
            Rungs.each(rung(Check.ALTERNATIVE_CALL_PLACE, PrepareAlternativeCalls::withinText));
    private static final Rungs<PrepareAlternativeCalls> FORMS =
            Rungs.each(rung(Check.ALTERNATIVE_CALL_FORM, PrepareAlternativeCalls::make));

    static final List<Rungs<?>> RUNGS = List.of(TABLE, PLACES, FORMS);

    private static final int ENTRY_SIZE = 4;
    /** A call through a pointer that is found from RIP: two bytes and a displacement. */
    private static final int CALL_LENGTH = 6;

    private static final int INDIRECT_CALL = 0x15ff;
    /** A call of a fixed place, made as long by a prefix that means nothing. */
    private static final byte[] DIRECT_CALL = {0x2e, (byte) 0xe8, 0, 0, 0, 0};

    private static final byte[] SEALED = {0x0f, 0x0b, 0x0f, 0x0b, 0x0f, 0x0b};

    private final LoadContext context;
    private final LivepatchElf elf;
    private final PayloadLayout layout;
    private final Memory memory;
    private Section section;
    private long at;

    PrepareAlternativeCalls(LoadContext context, LivepatchElf elf, PayloadLayout layout) {
        this.context = context;
        this.elf = elf;
        this.layout = layout;
        memory = context.memory();
    }

    void run() {
        context.enter("prepare_payload");
        Optional<Section> found = elf.sectionByName(SECTION);
        if (found.isEmpty()) {
            return;
        }
        section = found.get();
        if (context.checks(TABLE).make(this)) {
            makeOfEach(context.checks(PLACES));
            context.enter("apply_alt_calls");
            makeOfEach(context.checks(FORMS));
            context.enter("prepare_payload");
        }
    }

    private void makeOfEach(Checks<PrepareAlternativeCalls> checks) {
        context.suspect(checks.first(), section.offset(), "an entry of " + SECTION, PrepareAlternativeCalls::damaged);
        long end = section.loadAddr() + section.size();
        for (at = section.loadAddr(); Long.compareUnsigned(at, end) < 0; at += ENTRY_SIZE) {
            context.at(at - section.loadAddr());
            checks.make(this);
        }
    }

    private Made size() {
        SectionSizes.requireMultiple(
                context,
                elf,
                section,
                ENTRY_SIZE,
                () -> context.mends().extras().size(section.index(), ENTRY_SIZE));
        return Made.PASSED;
    }

    private Made text() {
        return SectionSizes.requireText(context, elf, section, layout, Message.ALTERNATIVE_CALLS_WITHOUT_TEXT);
    }

    /** Returns where the call is that the entry is about. */
    private long call() {
        return at + memory.readInt(at);
    }

    private long inFile() {
        return section.offset() + at - section.loadAddr();
    }

    private Made withinText() {
        long call = call();
        if (Long.compareUnsigned(call, layout.textAddr()) < 0
                || Long.compareUnsigned(CALL_LENGTH, layout.textSize()) > 0
                || Long.compareUnsigned(call + CALL_LENGTH, layout.textAddr() + layout.textSize()) > 0) {
            throw context.refuse(
                            Errno.EINVAL,
                            inFile(),
                            Message.ALTERNATIVE_CALL_OUTSIDE,
                            elf.name(),
                            call,
                            CALL_LENGTH,
                            layout.textAddr(),
                            layout.textSize())
                    .mendedBy(damaged());
        }
        return Made.PASSED;
    }

    private Made make() {
        long call = call();
        byte[] code = memory.read(call, CALL_LENGTH);
        if ((code[0] & 0xff | (code[1] & 0xff) << 8) != INDIRECT_CALL) {
            context.print(Message.ALT_CALL_NOT_CALL, call, code.length, code);
            context.print(Message.ALTERNATIVE_CALLS_FAILED, elf.name(), Errno.EINVAL.rc());
            throw context.refuse(
                            Errno.EINVAL,
                            inFile(),
                            Console.format(context.profile().text(Message.ALT_CALL_NOT_CALL), call, code.length, code))
                    .mendedBy(damaged());
        }
        long target = memory.readLong(call + CALL_LENGTH + memory.readInt(call + 2));
        memory.write(call, target == 0 ? SEALED : direct(call, target));
        memory.invalidate(call, CALL_LENGTH);
        return Made.PASSED;
    }

    private byte[] direct(long call, long target) {
        long destination = Endbr.startsAt(memory, target) ? target + Endbr.LENGTH : target;
        int displacement = (int) (destination - (call + CALL_LENGTH));
        byte[] code = DIRECT_CALL.clone();
        for (int i = 0; i < Integer.BYTES; i++) {
            code[2 + i] = (byte) (displacement >>> 8 * i);
        }
        return code;
    }

    private static Mend damaged() {
        return new Mend.Rebuild("build the payload again: an alternative call is damaged");
    }
}
