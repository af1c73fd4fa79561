// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.payload;

import java.util.List;
import org.xsplice.hypervisor.GuestText;
import org.xsplice.machine.Memory;

/** The hypervisor's text as it will be once all payloads are reverted, newest first: what REPLACE will find. */
final class RevertedText implements TextSource {
    private final GuestText now;
    private final Memory memory;
    private final List<Payload> applied;

    /**
     * @param applied oldest first
     */
    RevertedText(GuestText now, Memory memory, List<Payload> applied) {
        this.now = now;
        this.memory = memory;
        this.applied = applied;
    }

    @Override
    public byte[] read(long address, int length) {
        byte[] text = now.read(address, length);
        for (int i = applied.size() - 1; i >= 0; i--) {
            for (FunctionState state : applied.get(i).functions()) {
                if (state.applied()) {
                    putBack(state, address, text);
                }
            }
        }
        return text;
    }

    private void putBack(FunctionState state, long address, byte[] text) {
        long at = state.function().oldAddr() + state.patchOffset();
        for (int i = 0; i < state.patchLength(); i++) {
            long offset = at + i - address;
            if (offset >= 0 && offset < text.length) {
                text[(int) offset] = (byte) memory.readByte(state.buffer() + i);
            }
        }
    }
}
