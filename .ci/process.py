"""A function's process: `python -I -S process.py HANDLER BEFORE::AFTER` is Lambda's own runtime client.

BEFORE and AFTER are what Lambda has on the path before and after the standard library; nothing else is on it.
"""

import sys

before, after = (part.split(":") for part in sys.argv.pop().split("::"))
sys.path[:] = [*before, *sys.path, *after]

if __name__ == "__main__":
    from awslambdaric.__main__ import main

    main(sys.argv)
