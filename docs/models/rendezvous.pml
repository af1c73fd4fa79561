/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How Xen brings all CPUs to a standstill before it patches: the protocol of
 * check_for_livepatch_work (xen/common/livepatch.c, Xen 4.17), access by
 * access, for the model checker Spin.
 *
 * The names are Xen's.  The words in capitals beside the statements are the
 * places of the simulator's org.xsplice.schedule.Place: one statement here is
 * one step there.  A loop that spins is a statement that waits, so that
 * spinning for ever is being stuck.
 *
 *   spin -a -DNCPUS=3 -DDEADLINES -DCALLS=1 rendezvous.pml
 *   gcc -O1 -DSAFETY -o pan pan.c && ./pan
 *
 * What there is:
 *   NCPUS=2        CPUs; CPU 0 makes the hypercall
 *   DEADLINES      the deadline may pass whenever the master waits; else never
 *   ACTIONS=1      how often somebody asks for the payload to be applied
 * What else happens:
 *   CALLS=1        how often CPU 1 calls what is patched: a function that begins
 *                  with one long instruction
 *   PAIR           two are patched, and called one after the other; the jumps
 *                  cover several of their instructions
 *   NMIS=1         NMIs, on any CPU at any moment; the handler calls as well
 *   LAG            CPUs may go on with what they fetched before the patching
 *   HOTPLUG        the last CPU may be unplugged
 * Bugs, as in org.xsplice.schedule.Fault:
 *   NO_QUIESCE NO_FLUSH NMI_NOT_MASKED CHECK_ANYWHERE ONE_BY_ONE
 *   UNMASK_OMITTED READY_BEFORE_RESET
 */
#ifndef NCPUS
#define NCPUS 2
#endif
#ifndef ACTIONS
#define ACTIONS 1
#endif
#ifndef CALLS
#define CALLS 0
#endif
#ifndef NMIS
#define NMIS 0
#endif
#ifdef PAIR
#define FUNCTIONS 2
#else
#define FUNCTIONS 1
#endif

/* ---- What must never happen.  The names are those of ./xsplice explore. ---- */

bool torn_instruction;      /* a CPU executes text of which some bytes are new and some are old */
bool stale_instruction;     /* a CPU executes text as it was before it was patched */
bool inside_rewritten_text; /* text is written, and a CPU stands between two of its instructions */
bool all_or_nothing;        /* a caller gets the old one of two functions and the new one of the other */
bool deadline;              /* the master acts after its deadline, although not all CPUs have come */
bool NMIs_masked;           /* all is over, and NMIs get lost */
bool rc_lost;               /* all is over, and the action's rc is EAGAIN */
bool stuck;                 /* nothing can happen any more, and a CPU is still in the rendezvous */

/* Only one of them is looked for with -DONLY=name. */
#ifdef ONLY
#define VIOLATES(property) d_step { property = true; assert(!(ONLY)); property = false }
#else
#define VIOLATES(property) property = true; assert(!(property))
#endif

/* ---- What the CPUs share. ---- */

/* struct livepatch_work */
bool do_work, ready;
short semaphore;
mtype = { NONE, EAGAIN, EBUSY, DONE };
mtype rc = NONE;

bool nmi_masked;  /* the callback that swallows NMIs is installed */
bool saved_nmi;   /* it was so before: what the master puts back is what it found */
byte map_readers; /* get_cpu_maps() */
bool map_writer;  /* cpu_hotplug_begin() */
bool online[NCPUS];

/* What the master keeps for itself. */
byte cpus;     /* how many it waits for */
byte others_online;
bool waits;    /* it waits, and the deadline can pass */
bool expired;  /* it has passed */

/* Per CPU. */
bool tasklet[NCPUS];    /* is scheduled */
bool work_to_do[NCPUS]; /* the tasklet has run */
bool inside[NCPUS];     /* in check_for_livepatch_work */
byte calls[NCPUS];      /* calls that its virtual CPU has still to make */
bool lags[NCPUS];       /* executes what it fetched before the patching */
bool dragged[NCPUS];    /* CHECK_ANYWHERE: is called away from where it stands */

/* The text that is patched: the first bytes of each function. */
#define OLD  0
#define HALF 1 /* some bytes are written; five in truth, but one state is as bad as the other */
#define NEW  2
byte text[FUNCTIONS];

/* Where a CPU stands in guest code. */
#define IDLE   0 /* in the idle loop */
#define START  1 /* at the first instruction of a function */
#define MIDDLE 2 /* behind it, and still among the bytes that the jump covers */
byte at[NCPUS], function[NCPUS];
byte generations[NCPUS]; /* bit g: something of generation g has been executed in this call */

byte actions_left = ACTIONS, nmis_left = NMIS;

byte i; /* only used within one step */

/* ---- Executing what is patched. ---- */

/* The first instruction.  A lagging CPU sees the old one. */
inline execute_start(cpu, f)
{
    if
    :: lags[cpu] && text[f] == NEW -> VIOLATES(stale_instruction)
    :: !lags[cpu] && text[f] == HALF -> VIOLATES(torn_instruction)
    :: else
    fi
}

/* One of the instructions behind it, which the jump overwrites: whoever stands there has not seen the jump. */
inline execute_middle(cpu, f)
{
    if
    :: !lags[cpu] && text[f] != OLD -> VIOLATES(torn_instruction)
    :: lags[cpu] && text[f] == NEW -> VIOLATES(stale_instruction)
    :: else
    fi
}

#define sees_jump(cpu, f) (!lags[cpu] && text[f] == NEW)

#ifdef PAIR
#define behind_start(cpu) at[cpu] = MIDDLE
#else
#define behind_start(cpu) return_from(cpu, 0)
#endif

/* A function has been called; the next one, or back to the idle loop. */
inline return_from(cpu, generation)
{
    generations[cpu] = generations[cpu] | (1 << generation);
    if
    :: function[cpu] + 1 < FUNCTIONS -> function[cpu]++; at[cpu] = START
    :: else ->
       if
       :: generations[cpu] == 3 -> VIOLATES(all_or_nothing)
       :: else
       fi;
       generations[cpu] = 0; function[cpu] = 0; at[cpu] = IDLE
    fi
}

/* ---- The rendezvous. ---- */

/* Tells a CPU: its tasklet will set its flag. */
inline call_cpu(cpu)
{
    tasklet[cpu] = true;
#ifdef CHECK_ANYWHERE
    dragged[cpu] = !inside[cpu] && cpu != me
#endif
}

inline write(f)
{
    d_step { /* WRITE_TEXT: the first bytes */
        for (i : 0 .. NCPUS - 1) {
            if :: at[i] == MIDDLE && function[i] == f -> VIOLATES(inside_rewritten_text) :: else fi
        }
        text[f] = HALF
    }
    text[f] = NEW /* WRITE_TEXT: the others */
}

inline be_master()
{
    if
    :: d_step { map_writer -> rc = EBUSY; work_to_do[me] = false; do_work = false } /* GET_CPU_MAPS */
    :: d_step { !map_writer -> map_readers++ };                                     /* GET_CPU_MAPS */
       d_step { /* MASK_NMI */
#ifndef NMI_NOT_MASKED
           saved_nmi = nmi_masked; nmi_masked = true;
#endif
           others_online = 0;
           for (i : 0 .. NCPUS - 1) { if :: online[i] && i != me -> others_online++ :: else fi }
#ifdef NO_QUIESCE
           cpus = 0
#else
           cpus = others_online
#endif
       }
       next = 0;
       do
       :: next < NCPUS && cpus > 0 ->
          d_step { /* SCHEDULE_TASKLETS */
              if :: online[next] && next != me -> call_cpu(next) :: else fi;
              next++
          }
       :: else -> break
       od;

       atomic { expired = false; waits = true }; /* SET_TIMEOUT */
       if
       :: d_step { semaphore == cpus -> waits = false }                         /* SPIN_CPU */
       :: d_step { semaphore != cpus && expired -> waits = false; rc = EBUSY }; /* SPIN_CPU: timed out */
#ifdef UNMASK_OMITTED
          goto clear_do_work;
#else
          goto unmask_nmi;
#endif
       fi;

#ifdef READY_BEFORE_RESET
       ready = true;      /* SET_READY */
       semaphore = 0;     /* RESET_SEMAPHORE */
#else
       semaphore = 0;     /* RESET_SEMAPHORE; slaves increment it again only after they have seen ready */
       ready = true;      /* SET_READY */
#endif

       waits = true;
       if
       :: d_step { semaphore == cpus -> waits = false }                         /* SPIN_IRQ */
       :: d_step { semaphore != cpus && expired -> waits = false; rc = EBUSY }; /* SPIN_IRQ: timed out */
          goto unmask_nmi
       fi;

       d_step { /* DO_ACTION */
           performed = true; rc = DONE;
#ifdef LAG
           for (i : 0 .. NCPUS - 1) { lags[i] = (i != me) }
#endif
           if :: expired && semaphore != others_online -> VIOLATES(deadline) :: else fi
       }
       write(0);
#if defined PAIR && !defined ONE_BY_ONE
       write(1);
#endif
       skip; /* POST_ACTION: the master serializes; it has never lagged */

unmask_nmi:
       nmi_masked = saved_nmi; /* UNMASK_NMI */
clear_do_work:
       atomic { work_to_do[me] = false; do_work = false }; /* CLEAR_DO_WORK */
#if defined PAIR && defined ONE_BY_ONE
       if :: performed -> write(1) :: else fi; /* WRITE_LATE */
#endif
       d_step { map_readers--; performed = false } /* PUT_CPU_MAPS */
    fi
}

inline be_slave()
{
    (!do_work || ready);   /* SPIN_READY */
    semaphore++;           /* SIGNAL: interrupts are off from here */
    (!do_work);            /* SPIN_DONE */
#ifdef NO_FLUSH
    skip;                  /* SLAVE_POST_ACTION */
#else
    lags[me] = false;      /* SLAVE_POST_ACTION: serialize */
#endif
    work_to_do[me] = false /* LEAVE */
}

inline check_for_livepatch_work()
{
    if
    :: !do_work -> /* CHECK_DO_WORK */
       work_to_do[me] = false /* LEAVE */
    :: do_work ->  /* CHECK_DO_WORK */
       d_step { semaphore++; is_master = (semaphore == 0) }; /* INC_AND_TEST */
       if
       :: is_master -> be_master()
       :: else -> be_slave()
       fi
    fi;
    inside[me] = false
}

/* ---- A CPU: the hypervisor's work first, then a virtual CPU's, then sleep. ---- */

#define idle(cpu)   (at[cpu] == IDLE && !inside[cpu])
#define asleep(cpu) (idle(cpu) && !tasklet[cpu] && !work_to_do[cpu] && calls[cpu] == 0)

proctype Cpu(byte me)
{
    bool is_master, performed;
    byte next;

end:
    do
    :: d_step { idle(me) && work_to_do[me] || dragged[me] -> dragged[me] = false; inside[me] = true };
       check_for_livepatch_work()
    :: d_step { online[me] && idle(me) && !dragged[me] && !work_to_do[me] && tasklet[me] ->
           tasklet[me] = false; work_to_do[me] = true }
    :: d_step { online[me] && idle(me) && !dragged[me] && !work_to_do[me] && !tasklet[me] && calls[me] > 0 ->
           calls[me]--; at[me] = START }
    :: atomic { at[me] == START && !dragged[me] ->
           execute_start(me, function[me]);
           if
           :: sees_jump(me, function[me]) -> return_from(me, 1)
           :: else -> behind_start(me)
           fi }
    :: atomic { at[me] == MIDDLE && !dragged[me] ->
           execute_middle(me, function[me]);
           return_from(me, 0) }
    od
}

/* ---- What else happens. ---- */

/* The hypercall on CPU 0: APPLY, at any moment.  What is applied already is not applied again. */
proctype Hypercall()
{
end:
    do
    :: atomic { actions_left > 0 ->
           actions_left--;
           if
           :: do_work || map_writer || rc == DONE
           :: else -> /* schedule_work */
              rc = EAGAIN;
              semaphore = -1; ready = false; do_work = true;
              tasklet[0] = true
           fi }
    od
}

#ifdef DEADLINES
proctype Clock()
{
end:
    do
    :: d_step { waits && !expired -> expired = true }
    od
}
#endif

#if NMIS > 0
/* The handler calls what is patched; nothing else comes in between on its CPU. */
proctype Nmi()
{
    byte cpu;
end:
    do
    :: atomic { nmis_left > 0 ->
           nmis_left--;
           select(cpu : 0 .. NCPUS - 1);
           if
           :: nmi_masked || !online[cpu] /* is lost */
           :: else ->
              execute_start(cpu, 0)
           fi }
    od
}
#endif

#ifdef LAG
/* A CPU that lags may always fetch anew. */
proctype Fetch(byte cpu)
{
end:
    do
    :: d_step { lags[cpu] -> lags[cpu] = false }
    od
}
#endif

#ifdef HOTPLUG
/* cpu_down() of the last CPU. */
proctype Hotplug()
{
    do
    :: d_step { !map_writer && map_readers == 0 -> map_writer = true }; break
    :: break /* or not at all */
    od;
    if
    :: d_step { map_writer && asleep(NCPUS - 1) -> online[NCPUS - 1] = false; map_writer = false }
    :: !map_writer
    fi
}
#endif

/* When nothing can happen any more. */
proctype AtRest()
{
    timeout;
    for (i : 0 .. NCPUS - 1) {
        if :: inside[i] -> VIOLATES(stuck) :: else fi
    }
    if :: rc == EAGAIN -> VIOLATES(rc_lost) :: else fi;
    if :: nmi_masked -> VIOLATES(NMIs_masked) :: else fi
}

init
{
    atomic {
        for (i : 0 .. NCPUS - 1) { online[i] = true }
        calls[1] = CALLS;
        for (i : 0 .. NCPUS - 1) { run Cpu(i) }
        run Hypercall();
#ifdef DEADLINES
        run Clock();
#endif
#if NMIS > 0
        run Nmi();
#endif
#ifdef LAG
        for (i : 0 .. NCPUS - 1) { run Fetch(i) }
#endif
#ifdef HOTPLUG
        run Hotplug();
#endif
        run AtRest()
    }
}
