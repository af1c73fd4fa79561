/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Alone in its file, so that the call to it is a real call.
 *
 * Whoever runs this image stops a CPU at the first instruction, lets the CPUs
 * meet, does the patching, clears work_to_do[] for this CPU and lets it go on.
 */
#include "livepatch.h"

void livepatch_rendezvous(void)
{
}
