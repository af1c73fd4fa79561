/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The second generation of lab_first() and lab_second(). */
unsigned int lab_pair_first(void);
unsigned int lab_pair_second(void);

unsigned int lab_pair_first(void)
{
    return 2;
}

unsigned int lab_pair_second(void)
{
    return 2;
}
