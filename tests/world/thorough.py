"""How much chance tries: a sane number of examples in every run, all of them where ``ZHIXING_TEST_THOROUGH`` is set."""

import os

THOROUGH = bool(os.environ.get("ZHIXING_TEST_THOROUGH"))
