"""Does `make run` leave no process behind, also when one does not stop."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

# Two processes: one that ignores TERM, one that stops at once and leaves a child that ignores it.
PROGRAM = """
import sys
from honcho import manager as honcho
from honcho.printer import Printer
from examples.run import Manager

honcho.KILL_WAIT = 1
ignoring = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
manager = Manager(Printer(sys.stdout))
for name in sys.argv[1:]:
    command = f'exec {sys.executable} -c "{ignoring}"'
    if name == "parent":
        command = f'{sys.executable} -c "{ignoring}" >/dev/null 2>&1 & echo up; exec sleep 60'
    manager.add_process(name, command)
manager.loop()
manager.kill_groups()
"""


def left_of(group: int) -> list[str]:
    """The processes of the group that still run."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, _parent, own_group = (folder / "stat").read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if int(own_group) == group and state != "Z":
            found.append(folder.name)
    return found


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="asks Linux which processes there are")
@pytest.mark.parametrize("names", [["hangs"], ["parent"], ["hangs", "parent"]], ids="+".join)
def test_what_does_not_stop_is_killed(names):
    run = subprocess.Popen([sys.executable, "-c", PROGRAM, *names], stdout=subprocess.PIPE, text=True)
    groups, up = [], 0
    for line in run.stdout:
        if "started (pid=" in line:
            groups.append(int(line.rpartition("pid=")[2].rstrip(")\n")))
        up += "| up" in line
        if up == len(names) == len(groups):
            break
    time.sleep(0.3)  # until the child ignores the signal, too
    os.kill(run.pid, signal.SIGTERM)
    run.communicate(timeout=20)
    assert not [left for group in groups for left in left_of(group)]
