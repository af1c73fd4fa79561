/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The new body of xen_extra_version(): "Data World 1", then 2, up to 9. */
const char *lab_data_world(void);

static char lab_data_text[] = "Data World 0";

const char *lab_data_world(void)
{
    char *digit = &lab_data_text[sizeof(lab_data_text) - 2];

    if ( *digit < '9' )
        ++*digit;

    return lab_data_text;
}
