"""What later rooms repeat of a producer (its name in the words of a list) follows here, without signals.

A room registers its function in `AppConfig.ready()`; `services.update_producer` calls it inside its transaction.
"""

from collections.abc import Callable

FOLLOWERS: list[Callable] = []


def follows(function):
    """Register function(producer), called after the name or place of a producer has changed."""
    if function not in FOLLOWERS:
        FOLLOWERS.append(function)
    return function
