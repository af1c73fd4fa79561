// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.client;

/** The tool's usage text: tools/misc/xen-livepatch.c:show_help. */
final class Usage {
    static final String TEXT = """
            xen-livepatch: live patching tool
            Usage: xen-livepatch <command> [args] [command-flags]
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
}
