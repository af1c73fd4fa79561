// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import java.util.List;
import java.util.stream.Stream;

/** Header, sections, names and symbols. Models xen/common/livepatch_elf.c:livepatch_elf_load. */
final class ElfLoad {
    static final List<Rungs<?>> RUNGS = Stream.of(
                    List.<Rungs<?>>of(HeaderCheck.RUNGS), ResolveSections.RUNGS, SectionNames.RUNGS, SymbolNames.RUNGS)
            .flatMap(List::stream)
            .toList();

    private final LoadContext context;
    private final String name;
    private final RawPayload raw;

    ElfLoad(LoadContext context, String name, RawPayload raw) {
        this.context = context;
        this.name = name;
        this.raw = raw;
    }

    LivepatchElf run() {
        context.enter("livepatch_elf_load");
        new HeaderCheck(context, name, raw).run();
        LivepatchElf elf = new SectionNames(context, new ResolveSections(context, name, raw).run()).run();
        new SymbolNames(context, elf).run();
        return elf;
    }
}
