"""The portal's own settings; only the addresses know two more views, the yardsticks."""

from ocop_portal.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.urls"
