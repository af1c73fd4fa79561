// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.xsplice.damage.FieldDamage;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.profile.Profile;
import org.xsplice.profile.Profiles;

/**
 * What is damaged.
 *
 * @param name of the hypervisor, for people
 * @param file the hypervisor's executable, not compressed
 * @param image the same, read
 * @param payloads undamaged ones for that hypervisor, by the release that stands for all of their form
 * @param fields every field of the executable's headers, with every border value
 */
public record FuzzTarget(
        String name,
        byte[] file,
        HypervisorImage image,
        Map<Profile, List<byte[]>> payloads,
        List<FieldDamage> fields) {
    /** Returns the undamaged payloads of the form that a release takes. */
    List<byte[]> payloadsFor(Profile release) {
        return payloads.get(Profiles.dialectOf(release));
    }

    /** Returns the file as it may lie in /boot: as it is, packed, and packed twice. */
    List<byte[]> bootFiles() {
        byte[] packed = gzipped(file);
        return List.of(file, packed, gzipped(packed));
    }

    private static byte[] gzipped(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream to = new GZIPOutputStream(packed)) {
            to.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    /** Reads an executable, and has all releases damage payloads that are made for it. */
    public static FuzzTarget of(String name, byte[] file, Map<Profile, List<byte[]>> more) {
        HypervisorImage image = HypervisorImage.parse(name, file);
        return new FuzzTarget(name, file, image, BasePayloads.with(image, more), FieldDamage.all(file));
    }
}
