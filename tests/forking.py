"""Lines "port file" on standard input → a server each, forked from this process, which has imported everything.

It prints the id of each process; what the server says goes to the file. No thread runs here, so a fork is whole.
"""

from __future__ import annotations

import os
import signal
import sys


def main() -> None:
    """Forks servers until its input ends."""
    import assistant.start
    import assistant.web.server  # noqa: F401 - what takes seconds
    from assistant import cli

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks how a server ended
    for line in sys.stdin:
        port, _, written = line.rstrip("\n").partition(" ")
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            output = os.open(written, os.O_CREAT | os.O_WRONLY)
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            os.dup2(output, 1)
            os.dup2(output, 2)
            os._exit(cli.main(["serve", "--port", port]))
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
