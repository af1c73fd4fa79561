// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import static org.xsplice.loader.Rung.rung;

import java.util.List;
import org.xsplice.errno.Errno;
import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.profile.Message;
import org.xsplice.refusal.Check;

/** Whether the payload was built for this hypervisor. Models xen/common/livepatch.c:xen_build_id_dep. */
final class XenBuildIdDep {
    private static final Rungs<XenBuildIdDep> ID = Rungs.each(rung(Check.XEN_BUILD_ID, XenBuildIdDep::equal));

    static final List<Rungs<?>> RUNGS = List.of(ID);

    private final LoadContext context;
    private final LivepatchElf elf;
    private final BuildIdNote.Descriptor xenDepends;

    XenBuildIdDep(LoadContext context, LivepatchElf elf, BuildIdNote.Descriptor xenDepends) {
        this.context = context;
        this.elf = elf;
        this.xenDepends = xenDepends;
    }

    void run() {
        context.enter("xen_build_id_dep");
        context.checks(ID).make(this);
    }

    private Made equal() {
        Hypervisor hypervisor = context.hypervisor();
        if (!xenDepends.equalTo(hypervisor.memory(), hypervisor.image().buildId())) {
            Section section = elf.sectionByName(
                            context.profile().xenDependsSection().orElseThrow())
                    .orElseThrow();
            throw context.refuse(
                            Errno.EINVAL, section.offset(), Message.BUILD_ID_CHECK_FAILED, elf.name(), "hypervisor")
                    .mendedBy(context.mends().notes().otherHypervisor(section.index()));
        }
        return Made.PASSED;
    }
}
