/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a payload tells the hypervisor: the array of functions to patch, in
 * both layouts.  One payload source builds both dialects; XSPLICE_2016 selects
 * the older one.
 */
#ifndef PAYLOADS_LIVEPATCH_H
#define PAYLOADS_LIVEPATCH_H

#include <stddef.h>
#include <stdint.h>

/* Version 1: the xSplice series of 2016, 64 bytes. */
struct xsplice_patch_func {
    const char *name;       /* of the function to be patched */
    const void *new_addr;
    const void *old_addr;   /* or NULL: looked up by name */
    uint32_t new_size;
    uint32_t old_size;
    uint8_t version;        /* 1 */
    uint8_t opaque[31];     /* the hypervisor's own */
};

_Static_assert(offsetof(struct xsplice_patch_func, name) == 0, "v1 name");
_Static_assert(offsetof(struct xsplice_patch_func, new_addr) == 8, "v1 new_addr");
_Static_assert(offsetof(struct xsplice_patch_func, old_addr) == 16, "v1 old_addr");
_Static_assert(offsetof(struct xsplice_patch_func, new_size) == 24, "v1 new_size");
_Static_assert(offsetof(struct xsplice_patch_func, old_size) == 28, "v1 old_size");
_Static_assert(offsetof(struct xsplice_patch_func, version) == 32, "v1 version");
_Static_assert(offsetof(struct xsplice_patch_func, opaque) == 33, "v1 opaque");
_Static_assert(sizeof(struct xsplice_patch_func) == 64, "v1 size");

/* What must be found at the patch point before anything is written there. */
struct livepatch_expectation {
    uint8_t enabled : 1;
    uint8_t len : 5;
    uint8_t rsv : 2;        /* must be 0 */
    uint8_t data[31];
};

_Static_assert(offsetof(struct livepatch_expectation, data) == 1, "expectation data");
_Static_assert(sizeof(struct livepatch_expectation) == 32, "expectation size");

/* Version 2: Xen 4.14 and later, 104 bytes. */
struct livepatch_func {
    const char *name;
    const void *new_addr;   /* NULL: NOPs over new_size bytes */
    const void *old_addr;   /* or NULL: looked up by name */
    uint32_t new_size;
    uint32_t old_size;
    uint8_t version;        /* 2 */
    uint8_t _pad[39];
    struct livepatch_expectation expect;
};

_Static_assert(offsetof(struct livepatch_func, name) == 0, "v2 name");
_Static_assert(offsetof(struct livepatch_func, new_addr) == 8, "v2 new_addr");
_Static_assert(offsetof(struct livepatch_func, old_addr) == 16, "v2 old_addr");
_Static_assert(offsetof(struct livepatch_func, new_size) == 24, "v2 new_size");
_Static_assert(offsetof(struct livepatch_func, old_size) == 28, "v2 old_size");
_Static_assert(offsetof(struct livepatch_func, version) == 32, "v2 version");
_Static_assert(offsetof(struct livepatch_func, _pad) == 33, "v2 pad");
_Static_assert(offsetof(struct livepatch_func, expect) == 72, "v2 expect");
_Static_assert(sizeof(struct livepatch_func) == 104, "v2 size");

/*
 * PATCH_FUNC(name) = { ... }; puts one entry into the funcs section.
 *
 * The explicit alignment matters: left alone, gcc aligns a structure of this
 * size to 32 bytes, and a second entry would not start where the first ends.
 */
#define PATCH_FUNC_ENTRY(type, where, symbol) \
    struct type __attribute__((used, section(where), aligned(8))) symbol

#ifdef XSPLICE_2016
#define PATCH_FUNC_VERSION 1
#define PATCH_FUNC(n) PATCH_FUNC_ENTRY(xsplice_patch_func, ".xsplice.funcs", xsplice_##n)
#else
#define PATCH_FUNC_VERSION 2
#define PATCH_FUNC(n) PATCH_FUNC_ENTRY(livepatch_func, ".livepatch.funcs", livepatch_##n)
#endif

/*
 * A function that runs when the payload is applied, while all CPUs are held.
 * In assembly, since gcc would make a section of addresses writable, and that
 * keeps a payload from being applied twice.
 */
#ifndef XSPLICE_2016
#define LIVEPATCH_LOAD_HOOK(fn) \
    static void __attribute__((used)) fn(void); \
    asm ( ".pushsection .livepatch.hooks.load, \"a\", @progbits\n" \
          ".balign 8\n" \
          ".quad " #fn "\n" \
          ".popsection" )
#endif

/* The hypervisor's functions that payloads here patch. */
const char *xen_extra_version(void);
unsigned int xen_minor_version(void);

#endif /* PAYLOADS_LIVEPATCH_H */
