/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * printk() and the console ring.
 *
 * There is no lock.  A CPU may be stopped anywhere and another one made to
 * print meanwhile, so a writer claims its room in the ring with one atomic
 * addition and then fills it.  While conring_writers is not 0, room that is
 * claimed may not be filled yet.
 */
#include "config.h"
#include "console.h"

#define PREFIX "(XEN) "

uint8_t conring[CONRING_SIZE];
const uint32_t conring_size = CONRING_SIZE;

/* Producer index: runs freely, the place in the ring is its remainder. */
uint32_t conringp;

/* CPUs between claiming and filling. */
uint32_t conring_writers;

/* The last text did not end its line. */
static bool console_continued;

/* One call's text; what does not fit is cut off. */
struct text {
    unsigned int len;
    bool start_of_line;
    char buf[1024];
};

static void put_raw(struct text *t, char c)
{
    if ( t->len < sizeof(t->buf) )
        t->buf[t->len++] = c;
}

static void put_char(struct text *t, char c)
{
    if ( t->start_of_line )
    {
        const char *p;

        for ( p = PREFIX; *p; p++ )
            put_raw(t, *p);
    }

    put_raw(t, c);
    t->start_of_line = c == '\n';
}

static void put_padded(struct text *t, const char *s, unsigned int len,
                       unsigned int width, bool left, char pad)
{
    unsigned int fill = width > len ? width - len : 0;

    if ( !left )
        for ( ; fill; fill-- )
            put_char(t, pad);

    while ( len-- )
        put_char(t, *s++);

    for ( ; fill; fill-- )
        put_char(t, ' ');
}

static void put_number(struct text *t, unsigned long n, unsigned int base,
                       bool negative, unsigned int width, bool left, bool zero)
{
    char digits[24];
    char *p = digits + sizeof(digits);

    do {
        *--p = "0123456789abcdef"[n % base];
        n /= base;
    } while ( n );

    if ( negative && zero )
    {
        /* The sign goes before the zeroes. */
        put_char(t, '-');
        width -= width > 0;
    }
    else if ( negative )
        *--p = '-';

    put_padded(t, p, digits + sizeof(digits) - p, width, left, zero ? '0' : ' ');
}

/* %s %c %d %i %u %x %p %%, the l modifier, the flags 0 and -, a width. */
static void format(struct text *t, const char *fmt, va_list args)
{
    for ( ; *fmt; fmt++ )
    {
        bool left = false, zero = false, is_long = false;
        unsigned int width = 0;
        const char *s;
        char c;

        if ( *fmt != '%' )
        {
            put_char(t, *fmt);
            continue;
        }

        for ( fmt++; *fmt == '0' || *fmt == '-'; fmt++ )
            if ( *fmt == '0' )
                zero = true;
            else
                left = true;
        for ( ; *fmt >= '0' && *fmt <= '9'; fmt++ )
            width = width * 10 + (*fmt - '0');
        for ( ; *fmt == 'l'; fmt++ )
            is_long = true;
        zero = zero && !left;

        switch ( *fmt )
        {
        case 's':
        {
            unsigned int len = 0;

            s = va_arg(args, const char *);
            if ( !s )
                s = "(null)";
            while ( s[len] )
                len++;
            put_padded(t, s, len, width, left, ' ');
            break;
        }

        case 'c':
            c = va_arg(args, int);
            put_padded(t, &c, 1, width, left, ' ');
            break;

        case 'd':
        case 'i':
        {
            long n = is_long ? va_arg(args, long) : va_arg(args, int);

            put_number(t, n < 0 ? -(unsigned long)n : (unsigned long)n, 10,
                       n < 0, width, left, zero);
            break;
        }

        case 'u':
        case 'x':
        {
            unsigned long n = is_long ? va_arg(args, unsigned long)
                                      : va_arg(args, unsigned int);

            put_number(t, n, *fmt == 'x' ? 16 : 10, false, width, left, zero);
            break;
        }

        case 'p':
            put_number(t, (unsigned long)va_arg(args, void *), 16, false,
                       2 * sizeof(void *), false, true);
            break;

        case '\0':
            return;

        default:
            put_char(t, '%');
            if ( *fmt != '%' )
                put_char(t, *fmt);
            break;
        }
    }
}

static void conring_write(const char *s, unsigned int len)
{
    uint32_t idx;

    __atomic_add_fetch(&conring_writers, 1, __ATOMIC_SEQ_CST);
    idx = __atomic_fetch_add(&conringp, len, __ATOMIC_SEQ_CST);

    while ( len-- )
        WRITE_ONCE(conring[idx++ & (CONRING_SIZE - 1)], (uint8_t)*s++);

    __atomic_sub_fetch(&conring_writers, 1, __ATOMIC_SEQ_CST);
}

void printk(const char *fmt, ...)
{
    struct text t;
    va_list args;

    t.len = 0;
    t.start_of_line = !READ_ONCE(console_continued);

    /* A log level; everything is printed here. */
    if ( fmt[0] == '<' && fmt[1] >= '0' && fmt[1] <= '3' && fmt[2] == '>' )
        fmt += 3;

    va_start(args, fmt);
    format(&t, fmt, args);
    va_end(args);

    WRITE_ONCE(console_continued, !t.start_of_line);
    conring_write(t.buf, t.len);
}
