from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from threading import Thread

import pytest
import time_machine
from pytest_django.fixtures import Settings as DjangoSettings

from zhixing.assembly import clock


@pytest.fixture(autouse=True)
def _forget_offsets() -> Iterator[None]:
    clock._offset.cache_clear()
    yield
    clock._offset.cache_clear()


def test_now_is_beijing_time() -> None:
    with time_machine.travel(datetime(2026, 6, 16, 20, 0, tzinfo=UTC), tick=False):
        assert clock.now() == datetime(2026, 6, 17, 4, 0, tzinfo=clock.ZONE)
        assert clock.today() == date(2026, 6, 17)
        assert not clock.is_moved()


def test_simulated_moves_now_but_not_the_true_clock() -> None:
    moment = datetime(2024, 3, 5, 9, 0, tzinfo=clock.ZONE)
    with clock.simulated(moment):
        assert clock.now() == moment
        assert clock.today() == date(2024, 3, 5)
        assert clock.is_moved()
        assert clock.true_now() != moment
        with clock.simulated(moment + timedelta(days=1)):
            assert clock.today() == date(2024, 3, 6)
        assert clock.today() == date(2024, 3, 5)
    assert not clock.is_moved()


def test_simulated_takes_the_day_of_beijing_from_any_zone() -> None:
    with clock.simulated(datetime(2026, 6, 16, 20, 0, tzinfo=UTC)):
        assert clock.today() == date(2026, 6, 17)
        assert clock.now().tzinfo == clock.ZONE


def test_simulated_refuses_a_moment_without_zone() -> None:
    with pytest.raises(ValueError, match="has no time zone"), clock.simulated(datetime(2026, 6, 17)):  # noqa: DTZ001  # what is refused
        pass


def test_simulated_stays_in_its_thread() -> None:
    seen: list[bool] = []
    with clock.simulated(datetime(2024, 3, 5, tzinfo=clock.ZONE)):
        thread = Thread(target=lambda: seen.append(clock.is_moved()))
        thread.start()
        thread.join()
    assert seen == [False]


@pytest.mark.parametrize("setting", [date(2026, 6, 17), "2026-06-17"])
def test_zhixing_today_moves_the_day_and_lets_time_run(settings: DjangoSettings, setting: date | str) -> None:
    settings.ZHIXING_TODAY = setting
    with time_machine.travel(datetime(2030, 1, 1, 10, 30, tzinfo=clock.ZONE), tick=False) as traveller:
        assert clock.now() == datetime(2026, 6, 17, 10, 30, tzinfo=clock.ZONE)
        assert clock.is_moved()
        assert clock.true_now().year == 2030
        traveller.shift(timedelta(days=1))
        assert clock.today() == date(2026, 6, 18)
