import argparse
import socket

import pytest

from zhixing.cli import serve
from zhixing.cli.failure import CommandFailed


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("127.0.0.1:8000", ("127.0.0.1", 8000)),
        ("[::1]:80", ("::1", 80)),
        ("zhixing.example:65535", ("zhixing.example", 65535)),
    ],
)
def test_address(value: str, expected: tuple[str, int]) -> None:
    assert serve.address(value) == expected


@pytest.mark.parametrize("value", ["8000", ":8000", "localhost:", "localhost:0", "localhost:65536", "localhost:http"])
def test_wrong_address(value: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="expected HOST:PORT"):
        serve.address(value)


@pytest.mark.parametrize("value", ["0", "-1", "two", "1.5"])
def test_workers_are_a_whole_number_above_nought(value: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="whole number above 0"):
        serve.positive(value)


def test_a_taken_port_is_refused_even_if_its_holder_would_share() -> None:
    with socket.socket() as holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]

        with pytest.raises(CommandFailed, match=rf"Cannot listen at 127\.0\.0\.1:{port} \(Address already in use\)"):
            serve.serve(host="127.0.0.1", port=port)
