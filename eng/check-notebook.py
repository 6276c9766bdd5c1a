#!/usr/bin/env python3
"""check-notebook.py FILE...: an executed notebook has no error, and every code cell an output unless its tag 'silent' says that it has none."""
import json
import sys


def complaints(path):
    with open(path, encoding="utf-8") as file:
        cells = [cell for cell in json.load(file)["cells"] if cell["cell_type"] == "code"]
    if not cells:
        yield "has no code"
    for cell in cells:
        outputs = cell["outputs"]
        is_silent = "silent" in cell["metadata"].get("tags", [])
        if cell["execution_count"] is None:
            yield f"cell '{cell['id']}' was not run"
        for output in outputs:
            if output["output_type"] == "error":
                yield f"cell '{cell['id']}': {output['ename']}: {output['evalue']}"
        if not outputs and not is_silent:
            yield f"cell '{cell['id']}' has no output"
        if outputs and is_silent:
            yield f"cell '{cell['id']}' is tagged silent but has an output"


def main():
    found = [f"{path}: {text}" for path in sys.argv[1:] for text in complaints(path)]
    print("\n".join(found), file=sys.stderr, end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
