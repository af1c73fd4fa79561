#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# check-relocs.sh PAYLOAD: fails when the payload has a relocation that the
# hypervisor's loader would refuse.

bad=$(LC_ALL=C ${READELF:-readelf} -Wr "$1" |
      awk '$3 ~ /^R_/ && $3 !~ /^R_X86_64_(NONE|64|PC32|PLT32)$/ { print $3 " for " $5; exit }')

if [ -n "$bad" ]; then
    echo "$1: relocation $bad is none that the hypervisor knows (is a symbol not hidden?)" >&2
    exit 1
fi
