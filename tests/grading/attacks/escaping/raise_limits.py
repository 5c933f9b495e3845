# Limits, priority and processors: its own raised, the fork server's lowered for those who come after.
# loses: last
# says: found []

# %% last
import resource


def last():
    def raised(limit):
        soft, hard = resource.getrlimit(limit)
        resource.setrlimit(limit, (soft, resource.RLIM_INFINITY))
        return f"limit {limit}"

    limits = [getattr(resource, f"RLIMIT_{name}") for name in ("AS", "CPU", "NPROC", "FSIZE", "NOFILE", "MSGQUEUE")]
    attempts = [lambda limit=limit: raised(limit) for limit in limits]
    attempts += [lambda limit=limit: resource.prlimit(1, limit, (1, 1)) for limit in limits]
    attempts += [lambda: os.nice(-5), lambda: os.setpriority(os.PRIO_PROCESS, 1, 19) or "priority"]
    attempts += [lambda: os.setpriority(os.PRIO_USER, os.getuid(), 19) or "everyone's priority"]
    attempts += [lambda: os.setpriority(os.PRIO_PGRP, os.getpgid(1), 19) or "the group's priority"]
    attempts += [lambda: os.sched_setaffinity(1, {0}) or "processors"]
    attempts += [lambda: os.sched_setscheduler(1, os.SCHED_IDLE, os.sched_param(0)) or "scheduler"]
    raise ValueError(f"found {come_true(*attempts)}")
