#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# code-size.sh FILE SYMBOL: the size of that very symbol, as nm tells it.
# NM may name another nm.

file=$1
symbol=$2

sizes=$(${NM:-nm} --defined-only -S "$file" 2>/dev/null |
        awk -v symbol="$symbol" '$4 == symbol { sub(/^0+/, "", $2); print "0x" $2 }')

case $sizes in
0x[0-9a-f]*[!0-9a-fx]*)
    echo "$file: several symbols are called $symbol" >&2
    exit 1
    ;;
0x?*)
    echo "$sizes"
    ;;
*)
    echo "$file: no symbol $symbol with a size (stripped?)" >&2
    exit 1
    ;;
esac
