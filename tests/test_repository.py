"""Do the files that developers and installations rely on agree with each other and with the tree."""

import re
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
LOCKED = re.compile(
    r"^(?P<name>[\w.-]+)(?:\[(?P<extras>[\w,-]+)\])?==(?P<version>\S+)(?: ; .+)? \\\n"
    r"(?P<hashes>(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)"
    r"(?P<via>(?:    #.*\n)+)",
    re.MULTILINE,
)


class Pin(NamedTuple):
    version: str
    extras: frozenset[str]
    hashes: frozenset[str]
    wanted_by: frozenset[str]


def text(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def wanted(path: str) -> dict[str, Requirement]:
    lines = (line.partition("#")[0].strip() for line in text(path).splitlines())
    requirements = [Requirement(line) for line in lines if line and not line.startswith("-r ")]
    return {canonicalize_name(requirement.name): requirement for requirement in requirements}


def locked(content: str) -> dict[str, Pin]:
    pins = {}
    for match in LOCKED.finditer(content):
        pins[canonicalize_name(match["name"])] = Pin(
            match["version"],
            frozenset((match["extras"] or "").split(",")) - {""},
            frozenset(re.findall(r"sha256:\w+", match["hashes"])),
            frozenset(re.findall(r"-r (\S+)", match["via"])),
        )
    return pins


def disagreements(requirements: dict[str, Requirement], pins: dict[str, Pin], source: str) -> list[str]:
    found = [
        f"{name}: {source} asks for “{requirement}”, locked is {pins[name].version if name in pins else 'nothing'}"
        for name, requirement in requirements.items()
        if name not in pins
        or pins[name].version not in requirement.specifier
        or not requirement.extras <= pins[name].extras
        or source not in pins[name].wanted_by
    ]
    gone = [name for name, pin in pins.items() if source in pin.wanted_by and name not in requirements]
    return found + [f"{name}: is locked for {source}, which does not ask for it" for name in gone]


LOCKS = {
    "requirements.lock": ["requirements.txt"],
    "requirements-dev.lock": ["requirements.txt", "requirements-dev.txt"],
    "requirements-psycopg3.lock": ["requirements-psycopg3.txt"],
}


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_is_what_the_requirements_ask_for(lock):
    pins = locked(text(lock))
    found = [line for source in LOCKS[lock] for line in disagreements(wanted(source), pins, source)]
    assert not found, "run `make lock`:\n" + "\n".join(found)


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_holds_nothing_but_pins_with_hashes(lock):
    rest = LOCKED.sub("", text(lock))
    assert all(line.startswith("#") for line in rest.splitlines()), "a line that is no pin with hashes"
    assert "//" not in text(lock), "the address of a registry"


def test_tests_run_with_the_versions_that_are_installed():
    installed, tested = locked(text("requirements.lock")), locked(text("requirements-dev.lock"))
    assert {name: pin[:3] for name, pin in installed.items()} == {name: tested[name][:3] for name in installed}


def test_installations_check_the_hashes():
    for path in ("Makefile", "Dockerfile", "docs/deployment.md"):
        installs = re.findall(r"pip install .*-r .*", text(path))
        assert installs, path
        assert all(re.search(r"--require-hashes -r requirements(-dev|-psycopg3)?\.lock", line) for line in installs), (
            path
        )


def test_a_lock_that_disagrees_is_found():
    pin = "\n".join(["babel==2.19.0 \\", "    --hash=sha256:" + "0" * 64, "    # via -r requirements.txt", ""])
    pins = locked(pin)

    def disagreement(*lines: str) -> list[str]:
        requirements = {canonicalize_name(Requirement(line).name): Requirement(line) for line in lines}
        return disagreements(requirements, pins, "requirements.txt")

    assert not disagreement("Babel~=2.18")
    assert len(disagreement("Babel~=2.20")) == 1  # another version
    assert len(disagreement("Babel[extra]~=2.18")) == 1
    assert len(disagreement("Babel~=2.18", "httpx2~=2.16")) == 1  # not locked
    assert len(disagreement()) == 1  # not wanted any more
    assert not locked(pin.replace("0" * 64, "0" * 63)), "a pin without a whole hash"


def test_hooks_run_the_checks_of_make_check_and_download_nothing():
    repositories = yaml.safe_load(text(".pre-commit-config.yaml"))["repos"]
    assert [repository["repo"] for repository in repositories] == ["local"]
    hooks = repositories[0]["hooks"]
    assert {hook["language"] for hook in hooks} == {"system", "pygrep"}  # neither makes an environment
    checks = re.search(r"^check: (.+)$", text("Makefile"), re.MULTILINE)[1].split()
    assert [hook["entry"] for hook in hooks if hook["language"] == "system"] == [f"make {check}" for check in checks]


def title_pattern() -> str:
    hooks = yaml.safe_load(text(".pre-commit-config.yaml"))["repos"][0]["hooks"]
    return next(hook["entry"] for hook in hooks if hook["id"] == "title")


def test_areas_of_titles_are_those_that_contributing_lists():
    commits = text("CONTRIBUTING.md").partition("## Commits")[2]
    listed = re.findall(r"^\| `(\w+)`", commits, re.MULTILINE)
    assert re.match(r"\\A\(([\w|]+)\): ", title_pattern())[1].split("|") == listed
    for title in (f"{listed[0]}: Refuse a second open transfer", "Merge branch 'main'"):
        assert re.search(title_pattern(), title)
    for title in ("Refuse a second open transfer", "stuff: Refuse", f"{listed[0]}:", f"x\n{listed[0]}: y"):
        assert not re.search(title_pattern(), title)


def named_paths(document: str) -> set[str]:
    """Every path a document of the repository names: between backticks or as the target of a link."""
    quoted = re.findall(r"`([\w.-]+(?:/[\w.-]+)*/?)`", document)
    linked = re.findall(r"\]\((?!https?://|#)([^)#]+)", document)
    paths = {path for path in quoted if re.search(r"[/.]|^[A-Z]", path)}  # `Makefile` is a path, `for_user` is none
    return paths | {f"docs/{path}" for path in linked}


def test_every_path_of_the_map_exists():
    paths = named_paths(text("docs/map.md"))
    assert len(paths) > 60
    missing = sorted(path for path in paths if not (ROOT / path).exists())
    assert not missing, "docs/map.md names what is not there"
    assert named_paths("`a/b.py` `nothing` [c](../d.md)") == {"a/b.py", "docs/../d.md"}


def test_the_map_names_every_app_and_folder():
    names = text("docs/map.md")
    folders = {path.parent.relative_to(ROOT).parts[0] for path in ROOT.glob("*/*.py")} - {"var"}
    assert len(folders) > 7
    assert not [folder for folder in folders if f"`{folder}/" not in names]


def test_every_decision_is_in_the_index_and_has_its_three_parts():
    folder = ROOT / "docs" / "decisions"
    files = sorted(path for path in folder.glob("*.md") if path.name != "README.md")
    assert re.findall(r"\]\((\d{4}-[\w.-]+\.md)\)", text("docs/decisions/README.md")) == [path.name for path in files]
    for number, path in enumerate(files, start=1):
        lines = path.read_text(encoding="utf-8").splitlines()
        assert path.name.startswith(f"{number:04}-") and lines[0].startswith(f"# {number}. "), path.name
        assert [line for line in lines if line.startswith("## ")] == ["## Context", "## Decision", "## Consequences"]
        assert len(lines) < 60, f"{path.name} is longer than a page"
