// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.client;

/** The tool's usage text: tools/misc/xen-livepatch.c:show_help. */
final class Usage {
    private static final String TITLE = "xen-livepatch: live patching tool\n";
    private static final String SYNOPSIS = "Usage: xen-livepatch <command> [args] [command-flags]\n";
    private static final String SYNOPSIS_WITH_FORCE = """
            Usage: xen-livepatch [--force] <command> [args] [command-flags]
             Use --force option to bypass some checks.
            """;
    private static final String REST = """
             <name> An unique name of payload. Up to 128 characters.
            Commands:
              help                   display this help
              upload <name> <file>   upload file <file> with <name> name
              list                   list payloads uploaded.
              apply <name> [flags]   apply <name> patch.
                Supported flags:
                  --nodeps           Disable inter-module buildid dependency check.
                                     Check only against hypervisor buildid.
              revert <name>          revert name <name> patch.
              replace <name>         apply <name> patch and revert all others.
              unload <name>          unload name <name> patch.
              load <file> [flags]    upload and apply <file> with name as the <file> name
                Supported flags:
                  --nodeps           Disable inter-module buildid dependency check.
                                     Check only against hypervisor buildid.
            """;

    private Usage() {}

    /** Returns the text of the tool that knows {@code --force}, or of the one before it. */
    static String of(boolean force) {
        return TITLE + (force ? SYNOPSIS_WITH_FORCE : SYNOPSIS) + REST;
    }
}
