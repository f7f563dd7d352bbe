"""Builds the wheel, installs it alone with its locked requirements, and uses it with nothing else there.

Proves that the library stands by itself: every module of `hearth` opens, the demonstration is built and counted, and
neither the web's nor the developers' packages are needed.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

CHECKOUT = Path(__file__).parent.parent
PIP = ("-m", "pip", "-qq", "--no-input", "--disable-pip-version-check")

INSIDE = """
import importlib, importlib.util, pkgutil, sys
from pathlib import Path

absent = [name for name in ("pandas", "django", "pytest") if importlib.util.find_spec(name)]
assert not absent, f"the bare library brought {absent}"

import hearth
opened = [each.name for each in pkgutil.walk_packages(hearth.__path__, "hearth.")]
# What draws with an extra's libraries, and is opened by `draw` alone, which says what to install.
extra = {f"hearth.reports.charts.{name}" for name in ("lines", "rows", "sheet")}
assert extra <= set(opened), extra
for name in opened:
    if not name.endswith("__main__") and name not in extra:
        importlib.import_module(name)

from hearth.demo.build import build
from hearth.engine.run import count
from hearth.framework.load import load
folder = Path(sys.argv[1])
built = build(folder, sample=40)
results = count(load("stockport"), built.store)
assert "site-packages" in hearth.__file__, hearth.__file__
figures = set(results.table["figure"].to_pylist())
assert built.total > 5_000 and len(figures) > 100, (built.total, len(figures))
from hearth.disclosure.policy import load_policy
from hearth.disclosure.publish import publish
published = publish(results, load_policy())
assert len(published) > 1_000, len(published)
print(f"{len(opened)} modules opened, {built.total:,} records counted into {len(results):,} cells of "
      f"{len(figures)} figures, {len(published):,} rows of them published")
"""


def run(*command: str | Path) -> str:
    done = subprocess.run([str(each) for each in command], check=False, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(str(each) for each in command[:6])} ...\n{done.stdout}{done.stderr}")
    return done.stdout


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="hearth-bare-") as made:
        work = Path(made)
        run(sys.executable, *PIP, "wheel", "--no-deps", "--no-build-isolation", "-w", work, CHECKOUT)
        (wheel,) = work.glob("*.whl")
        run(sys.executable, "-m", "venv", "--without-pip", work / "venv")
        python = work / "venv" / "bin" / "python"
        install = (sys.executable, *PIP, "--python", python, "install", "--no-compile", "--no-deps")
        run(*install, "--require-hashes", "-r", CHECKOUT / "requirements" / "base.txt")
        run(*install, "--no-index", wheel)
        script = work / "inside.py"
        script.write_text(INSIDE, encoding="utf-8")
        print(run(python, "-I", "-W", "error", script, work / "store").strip())


if __name__ == "__main__":
    main()
