#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# patch-sizes.sh OUTPUT FACTS "OLD..." "NEW..." [OBJECT]: the header of sizes for
# a payload's description.  FACTS is what guest-facts.sh wrote; OLD are the
# functions that are patched, NEW those in OBJECT that take their places, in the
# same order (none for NOPs).  One pair has its sizes in OLD_CODE_SZ and
# NEW_CODE_SZ; several have them in OLD_CODE_SZ_old and NEW_CODE_SZ_old.

output=$1
facts=$2
old_functions=$3
new_functions=$4
object=$5

case $old_functions in
*' '*) several=y ;;
*) several= ;;
esac

# shellcheck disable=SC2086
set -- $new_functions
for old in $old_functions; do
    suffix=${several:+_$old}
    size=$(awk -v old="$old" '$1 == old { print $2 }' "$facts")
    echo "#define OLD_CODE_SZ$suffix $size"
    if [ $# -gt 0 ]; then
        size=$("$(dirname "$0")/code-size.sh" "$object" "$1") || exit 1
        echo "#define NEW_CODE_SZ$suffix $size"
        shift
    fi
done > "$output"
