// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.xsplice.errno.Errno;
import org.xsplice.event.ActionCommand;
import org.xsplice.hypervisor.Death;
import org.xsplice.hypervisor.HypervisorDiedException;
import org.xsplice.plane.Outcome;
import org.xsplice.plane.PayloadStatus;
import org.xsplice.time.Duration;

/** What libxenctrl makes of the hypercalls. */
class LibxcTests {
    private static final PayloadStatus A = new PayloadStatus("a", 1, 0);
    private static final PayloadStatus B = new PayloadStatus("b", 1, 0);

    private final ScriptedPlane plane = new ScriptedPlane();
    private final Libxc libxc = new Libxc(plane);

    @Test
    void namesOf128CharactersNeverReachTheHypervisor() {
        String name = "n".repeat(128);
        Libxc.Reply invalid = new Libxc.Reply(-1, Errno.EINVAL.number());
        assertThat(libxc.upload(name, new byte[1])).isEqualTo(invalid);
        assertThat(libxc.get(name)).isEqualTo(new Libxc.Status(invalid, 0, 0));
        assertThat(libxc.action(ActionCommand.APPLY, name, Duration.ofNanos(1), 0))
                .isEqualTo(invalid);
        assertThat(plane.asked()).isEmpty();
    }

    @Test
    void errorsAreMinusOneAndErrno() {
        plane.thenGet(Errno.ENOENT).thenAction(new Outcome.Returned(Errno.EBUSY.rc()));
        assertThat(libxc.get("p").reply()).isEqualTo(new Libxc.Reply(-1, 2));
        assertThat(libxc.action(ActionCommand.REVERT, "p", Duration.ofNanos(5), 0))
                .isEqualTo(new Libxc.Reply(-1, 16));
        assertThat(plane.asked()).containsExactly("get p", "action 2 p 5 0");
    }

    @Test
    void listGoesOnUntilNothingIsLeft() {
        plane.thenList(1, 7, A).thenList(0, 7, B);
        assertThat(libxc.list(2)).isEqualTo(new Libxc.Listing(Libxc.Reply.OK, List.of(A, B), 0));
        assertThat(plane.asked()).containsExactly("list 0 2", "list 1 1");
    }

    @Test
    void listHalvesBatchesThatAreTooBig() {
        plane.thenList(Errno.E2BIG.rc()).thenList(Errno.E2BIG.rc()).thenList(0, 7, A);
        assertThat(libxc.list(2048).entries()).containsExactly(A);
        assertThat(plane.asked()).containsExactly("list 0 2048", "list 0 1024", "list 0 512");
    }

    @Test
    void listGivesUpOnBatchesOfOneThatAreTooBig() {
        plane.thenList(Errno.E2BIG.rc());
        assertThat(libxc.list(1).reply()).isEqualTo(new Libxc.Reply(-1, Errno.E2BIG.number()));
    }

    @Test
    void listBeginsAnewWhereItChanges() {
        plane.thenList(1, 7, A).thenList(1, 8, B).thenList(1, 8, A).thenList(0, 8, B);
        assertThat(libxc.list(2).entries()).containsExactly(A, B);
    }

    @Test
    void listThatKeepsChangingIsBusy() {
        for (int version = 1; version <= 6; version++) {
            plane.thenList(1, version, A);
        }
        assertThat(libxc.list(2).reply()).isEqualTo(new Libxc.Reply(-1, Errno.EBUSY.number()));
    }

    @Test
    void listOfMoreThanWasAskedForIsAnOverflow() {
        plane.thenList(0, 1, A, B);
        assertThat(libxc.list(1).reply()).isEqualTo(new Libxc.Reply(-1, Errno.EOVERFLOW.number()));
    }

    @Test
    void deathOfTheHypervisorIsThrown() {
        plane.thenAction(new Outcome.Died(new Death("FATAL PAGE FAULT", "dead", List.of())));
        assertThatThrownBy(() -> libxc.upload("p", new byte[1])).isInstanceOf(HypervisorDiedException.class);
    }
}
