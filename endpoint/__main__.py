"""`python -m endpoint`: serves what the environment names; one clear line where it cannot."""

from __future__ import annotations

import os
import sys

from endpoint.config import SettingError, read_settings
from endpoint.front.server import ServeError, serve
from ontology.namespaces import refuse_base


def main() -> int:
    """The exit code: 0 after an orderly end, 1 where nothing can be served."""
    if problem := refuse_base():
        sys.stderr.write(f"fagui: {problem}\n")
        return 1
    try:
        serve(read_settings(os.environ))
    except (SettingError, ServeError) as error:
        sys.stderr.write(f"fagui: {error}\n")
        return 1
    except KeyboardInterrupt:
        pass
    return 0


if __name__ == "__main__":
    sys.exit(main())
