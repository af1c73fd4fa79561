#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# check-fixtures.sh: are the committed guests and payloads what the sources
# make?  Exit: 0 they are; 1 they are not, with a listing; 3 skipped, since
# this machine's toolchain is another one.

cd "$(dirname "$0")/.." || exit 1
fixtures=../fixtures

if ! sh scripts/toolchain.sh | cmp -s - "$fixtures/payloads/TOOLCHAIN"; then
    echo "skipped: other toolchain"
    echo "the fixtures were made with:"
    sed 's/^/    /' "$fixtures/payloads/TOOLCHAIN"
    echo "this machine has:"
    sh scripts/toolchain.sh | sed 's/^/    /'
    exit 3
fi

tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT

# A make above us must not hand its flags and variables down.
env -u MAKEFLAGS -u MAKEOVERRIDES -u MFLAGS -u MAKELEVEL -u XEN_SYMS \
    "${MAKE:-make}" -s -j4 fixtures OUT="$tmp/build" FIXTURES="$tmp/fixtures" \
    > "$tmp/log" 2>&1 || { cat "$tmp/log"; exit 1; }

for part in guests payloads found; do
    diff -rq "$tmp/fixtures/$part" "$fixtures/$part"
done > "$tmp/diff" 2>&1

if [ ! -s "$tmp/diff" ]; then
    echo "fixtures are what the sources make"
    exit 0
fi

echo "fixtures differ from what the sources make (make -C payloads fixtures renews them):"
sed "s|$tmp/fixtures|rebuilt|g; s|$fixtures|fixtures|g; s/^/    /" "$tmp/diff"
exit 1
