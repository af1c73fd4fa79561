#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# guest-facts.sh XEN_SYMS OUTPUT SYMBOL...: what payloads need to know of the
# image they are for: its build-id and the sizes of the functions they patch.
# OUTPUT is touched only when the facts are new, so that another image under the
# same name, or an older one under another name, is never mistaken for the last.

xen_syms=$1
output=$2
shift 2

fail() {
    echo "payloads: $1" >&2
    rm -f "$output.note" "$output.new"
    exit 1
}

[ -f "$xen_syms" ] || fail "$xen_syms: no such file (a relative path is taken from the folder payloads)"

mkdir -p "$(dirname "$output")" || exit 1

${OBJCOPY:-objcopy} -O binary --only-section=.note.gnu.build-id \
    "$xen_syms" "$output.note" 2>/dev/null || fail "$xen_syms: not an object file that objcopy knows"
id=$(od -An -v -tx1 "$output.note" 2>/dev/null | tr -d ' \n')
rm -f "$output.note"

# namesz 4, any descsz, type 3 (NT_GNU_BUILD_ID), name "GNU".
case $id in
04000000????????03000000474e5500?*) ;;
*) fail "$xen_syms: no build-id in section .note.gnu.build-id (link it with --build-id)" ;;
esac

echo "build-id-note $id" > "$output.new" || exit 1
for symbol; do
    size=$("$(dirname "$0")/code-size.sh" "$xen_syms" "$symbol" 2>&1) || fail "$size"
    echo "$symbol $size" >> "$output.new" || exit 1
done

if cmp -s "$output.new" "$output"; then
    rm -f "$output.new"
else
    mv "$output.new" "$output"
fi
