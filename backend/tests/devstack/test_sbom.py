"""The list of packages is that of the locks.

Rows of docs/security.md: S59.
"""

import json
from typing import Any

from devstack import sbom


def test_python_packages_are_named_as_their_index_names_them() -> None:
    text = (
        "fastapi==0.165.0 \\\n    --hash=sha256:abc\n# via x\n"
        'Typing_Extensions==4.1 ; python_version < "3.12"\nuvicorn[standard]==0.54.0\n'
    )
    assert [component["purl"] for component in sbom.python_components(text)] == [
        "pkg:pypi/fastapi@0.165.0",
        "pkg:pypi/typing-extensions@4.1",
        "pkg:pypi/uvicorn@0.54.0",
    ]


def test_packages_of_development_are_left_out_and_hashes_are_hexadecimal() -> None:
    lock: dict[str, Any] = {
        "packages": {
            "": {"name": "web", "version": "1"},
            "node_modules/@scope/one": {"version": "1.2.3", "integrity": "sha512-AAH/"},
            "node_modules/a/node_modules/two": {"version": "2.0.0"},
            "node_modules/three": {"version": "3.0.0", "dev": True},
        }
    }
    one, two = sbom.web_components(lock)
    assert one["purl"] == "pkg:npm/%40scope/one@1.2.3"
    assert one["hashes"] == [{"alg": "SHA-512", "content": "0001ff"}]
    assert (two["name"], "hashes" in two) == ("two", False)


def test_the_list_has_both_halves_once_and_says_the_same_each_time() -> None:
    listed = sbom.document()
    refs = [component["bom-ref"] for component in listed["components"]]
    assert refs == sorted(set(refs))
    assert any(ref.startswith("pkg:pypi/fastapi@") for ref in refs)
    assert any(ref.startswith("pkg:npm/next@") for ref in refs)
    assert json.dumps(listed) == json.dumps(sbom.document())
