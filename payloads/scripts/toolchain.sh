#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# toolchain.sh: which compiler and linker make the fixtures here.

LC_ALL=C ${CC:-gcc} --version | head -n 1
LC_ALL=C ${LD:-ld} --version | head -n 1
