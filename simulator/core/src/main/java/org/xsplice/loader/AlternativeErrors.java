// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import org.xsplice.errno.Errno;
import org.xsplice.hypervisor.Alternatives;
import org.xsplice.hypervisor.Alternatives.Condition;
import org.xsplice.hypervisor.Console;
import org.xsplice.profile.AlternativeLayout;
import org.xsplice.profile.Feature;
import org.xsplice.profile.Message;
import org.xsplice.refusal.Check;

/**
 * What refuses impossible alternatives, in releases that do not die of them. Models the errors of
 * xen/arch/x86/alternative.c:_apply_alternatives, and what xen/common/livepatch.c:prepare_payload says of them.
 */
final class AlternativeErrors implements Alternatives.Watcher {
    static final Rungs<AlternativeErrors> CONDITIONS = Rungs.together(
            Rung.<AlternativeErrors>inLoop(Check.ALTERNATIVE_REPLACEMENT_FITS).with(Feature.ALTERNATIVE_ERRORS),
            Rung.<AlternativeErrors>inLoop(Check.ALTERNATIVE_ORIGIN_FITS).with(Feature.ALTERNATIVE_ERRORS),
            Rung.<AlternativeErrors>inLoop(Check.ALTERNATIVE_FEATURE).with(Feature.ALTERNATIVE_ERRORS));

    private final LoadContext context;
    private final LivepatchElf elf;
    private final Section section;
    private final Checks<AlternativeErrors> checks;
    private int entry = -1;

    AlternativeErrors(LoadContext context, LivepatchElf elf, Section section) {
        this.context = context;
        this.elf = elf;
        this.section = section;
        checks = context.checks(CONDITIONS);
        checks.start();
    }

    @Override
    public void tested(Condition condition, boolean holds, long orig, int value, int limit) {
        if (condition == Condition.REPLACEMENT_FITS) {
            entry++;
            checks.next();
            context.at((long) entry * context.profile().alternatives().size());
        }
        checks.begin(checks.rung(check(condition)));
        if (!holds) {
            context.print(message(condition), orig, value, limit);
            Errno errno = condition == Condition.FEATURE_KNOWN ? Errno.ERANGE : Errno.ENOSPC;
            context.print(Message.ALTERNATIVES_FAILED, elf.name(), errno.rc());
            AlternativeLayout layout = context.profile().alternatives();
            throw context.refuse(
                            errno,
                            section.offset() + (long) entry * layout.size(),
                            Console.format(context.profile().text(message(condition)), orig, value, limit))
                    .mendedBy(context.mends().extras().applied(section.index(), layout));
        }
    }

    private static Check check(Condition condition) {
        return switch (condition) {
            case REPLACEMENT_FITS -> Check.ALTERNATIVE_REPLACEMENT_FITS;
            case ORIGIN_FITS -> Check.ALTERNATIVE_ORIGIN_FITS;
            case FEATURE_KNOWN -> Check.ALTERNATIVE_FEATURE;
        };
    }

    private static Message message(Condition condition) {
        return switch (condition) {
            case REPLACEMENT_FITS -> Message.ALT_REPLACEMENT_LARGE;
            case ORIGIN_FITS -> Message.ALT_ORIGIN_LARGE;
            case FEATURE_KNOWN -> Message.ALT_FEATURE_UNKNOWN;
        };
    }
}
