"""Where the project is that a command works on."""

from pathlib import Path

from clausecheck.errors import CommandError


def root() -> Path:
    """The nearest folder, from here upwards, with `policy/policy.yaml`; `CommandError` where there is none."""
    here = Path.cwd()
    found = next((folder for folder in (here, *here.parents) if (folder / "policy" / "policy.yaml").is_file()), None)
    if found is None:
        raise CommandError(f"there is no policy/policy.yaml in {here} or in a folder above it")
    return found
