// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.payload;

import org.xsplice.profile.Feature;
import org.xsplice.profile.Profile;

/**
 * Where a release has the fields of {@code struct payload} (xen/include/xen/livepatch_payload.h). Up to {@link #FUNCS} all
 * releases agree.
 *
 * @param fstate where there is such a field; 0 where the functions' states are in their entries
 * @param xenDep where there is such a field; else 0
 * @param loadFuncs after which the number and kind of fields are the same everywhere
 * @param size of the struct, in bytes
 */
record PayloadFields(
        int fstate,
        int nfuncs,
        int symtab,
        int strtab,
        int nsyms,
        int id,
        int dep,
        int xenDep,
        int loadFuncs,
        int unloadFuncs,
        int hooks,
        int loadFuncsCount,
        int unloadFuncsCount,
        int name,
        int metadata,
        int size) {
    static final int STATE = 0;
    static final int RC = 4;
    static final int REVERTED = 8;
    static final int SAFE_TO_REAPPLY = 9;
    static final int LIST = 16;
    static final int TEXT_ADDR = 32;
    static final int PAGES = 80;
    static final int APPLIED_LIST = 88;
    static final int FUNCS = 104;

    /** Size of {@code struct virtual_region}, which has had the two ends of read-only data since b083b1c393. */
    private static final int REGION = 120;

    private static final int REGION_WITH_RODATA = 136;
    /** {@code struct livepatch_build_id} and {@code struct livepatch_metadata}: a pointer and a length. */
    private static final int POINTER_AND_LENGTH = 16;

    private static final int HOOKS = 6 * Long.BYTES;

    static PayloadFields of(Profile profile) {
        boolean beside = FunctionState.beside(profile);
        boolean keepsXen = !profile.has(Feature.XEN_BUILD_ID_FIRST);
        int fstate = FUNCS + Long.BYTES;
        int nfuncs = beside ? fstate + Long.BYTES : fstate;
        int symtab = nfuncs + Long.BYTES;
        int strtab = symtab + Long.BYTES;
        int region = strtab + Long.BYTES;
        int nsyms = region + (profile.has(Feature.RODATA_RELAXED) ? REGION_WITH_RODATA : REGION);
        int id = nsyms + Long.BYTES;
        int dep = id + POINTER_AND_LENGTH;
        int xenDep = dep + POINTER_AND_LENGTH;
        int loadFuncs = keepsXen ? xenDep + POINTER_AND_LENGTH : xenDep;
        int unloadFuncs = loadFuncs + Long.BYTES;
        int hooks = unloadFuncs + Long.BYTES;
        int loadFuncsCount = hooks + HOOKS;
        int unloadFuncsCount = loadFuncsCount + Integer.BYTES;
        int name = unloadFuncsCount + Integer.BYTES;
        int metadata = name + Profile.NAME_SIZE;
        return new PayloadFields(
                beside ? fstate : 0,
                nfuncs,
                symtab,
                strtab,
                nsyms,
                id,
                dep,
                keepsXen ? xenDep : 0,
                loadFuncs,
                unloadFuncs,
                hooks,
                loadFuncsCount,
                unloadFuncsCount,
                name,
                metadata,
                metadata + POINTER_AND_LENGTH);
    }
}
