/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef XEN_VERSION_H
#define XEN_VERSION_H

unsigned int xen_minor_version(void);
unsigned int xen_major_version(void);
const char *xen_extra_version(void);

#endif /* XEN_VERSION_H */
