// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane.both;

import static org.xsplice.text.Formats.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.xsplice.hypervisor.HypervisorView;
import org.xsplice.machine.Access;
import org.xsplice.machine.Memory;
import org.xsplice.machine.Permission;

/**
 * Compares what two hosts have in the image's text and in the area of payloads, page by page. Text that neither has written
 * since both were booted from the same image is passed over.
 */
final class MemoryComparison {
    private static final int SHOWN = 16;
    private static final int AREA_PAGES_MAX = 4096;
    private static final int GAP_MAX = 64;

    private final HypervisorView model;
    private final HypervisorView xen;

    /** A place where they differ. */
    record Difference(String field, String model, String xen) {}

    MemoryComparison(HypervisorView model, HypervisorView xen) {
        this.model = model;
        this.xen = xen;
    }

    Optional<Difference> firstDifference() {
        long text = model.symbols().require("_stext") & -Memory.PAGE_SIZE;
        long end = model.symbols().require("_etext");
        for (long page = text; Long.compareUnsigned(page, end) < 0; page += Memory.PAGE_SIZE) {
            boolean asBooted = model.memory().isUnwritten(page) && xen.memory().isUnwritten(page);
            Optional<Difference> difference = asBooted ? Optional.empty() : page("text", page);
            if (difference.isPresent()) {
                return difference;
            }
        }
        return payloads();
    }

    /** Looks through the area of payloads until a long gap in which neither has anything. */
    private Optional<Difference> payloads() {
        long page = model.symbols().require("__2M_rwdata_end") + Memory.PAGE_SIZE - 1 & -Memory.PAGE_SIZE;
        int gap = 0;
        for (int i = 0; i < AREA_PAGES_MAX && gap < GAP_MAX; i++, page += Memory.PAGE_SIZE) {
            boolean present =
                    model.memory().permissionAt(page) != null || xen.memory().permissionAt(page) != null;
            gap = present ? 0 : gap + 1;
            if (present) {
                Optional<Difference> difference = page("payload memory", page);
                if (difference.isPresent()) {
                    return difference;
                }
            }
        }
        return Optional.empty();
    }

    /** Returns the addresses of the pages in the area of payloads that can be executed. */
    List<Long> payloadCode() {
        List<Long> code = new ArrayList<>();
        long page = model.symbols().require("__2M_rwdata_end") + Memory.PAGE_SIZE - 1 & -Memory.PAGE_SIZE;
        for (int i = 0; i < AREA_PAGES_MAX; i++, page += Memory.PAGE_SIZE) {
            Permission permission = model.memory().permissionAt(page);
            if (permission != null && permission.allows(Access.EXECUTE)) {
                code.add(page);
            }
        }
        return code;
    }

    private Optional<Difference> page(String what, long page) {
        Permission ofModel = model.memory().permissionAt(page);
        Permission ofXen = xen.memory().permissionAt(page);
        if (!Objects.equals(ofModel, ofXen)) {
            return Optional.of(
                    new Difference(format("permission of %016x (%s)", page, what), ofModel + "", ofXen + ""));
        }
        if (ofModel == null || !ofModel.allows(Access.READ)) {
            return Optional.empty();
        }
        byte[] modelBytes = model.memory().read(page, Memory.PAGE_SIZE);
        byte[] xenBytes = xen.memory().read(page, Memory.PAGE_SIZE);
        int at = Arrays.mismatch(modelBytes, xenBytes);
        if (at < 0) {
            return Optional.empty();
        }
        int length = Math.min(SHOWN, Memory.PAGE_SIZE - at);
        HexFormat hex = HexFormat.of();
        return Optional.of(new Difference(
                format("%s at %016x (%s)", what, page + at, model.describe(page + at)),
                hex.formatHex(modelBytes, at, at + length),
                hex.formatHex(xenBytes, at, at + length)));
    }
}
