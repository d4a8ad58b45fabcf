import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from zhixing.config import secret


def test_key_is_made_once_and_readable_by_its_owner_alone(tmp_path: Path) -> None:
    first = secret.signing_key(tmp_path / "new")

    assert secret.signing_key(tmp_path / "new") == first
    assert len(first) > 64
    assert stat.S_IMODE((tmp_path / "new" / secret.FILE_NAME).stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "new").iterdir()] == [secret.FILE_NAME]


def test_processes_starting_at_once_get_the_same_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: secret.signing_key(tmp_path), range(32)))

    assert len(keys) == 1


def test_two_installations_have_different_keys(tmp_path: Path) -> None:
    assert secret.signing_key(tmp_path / "a") != secret.signing_key(tmp_path / "b")
